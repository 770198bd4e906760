package io.wellstream.local.cli.link;

import io.wellstream.local.launcher.DiskReserve;
import io.wellstream.local.launcher.Endpoints;
import io.wellstream.local.launcher.LauncherProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a command looks for its system, again and again. */
public sealed interface SystemSource {
    State look();

    /** Which system it is, for messages, e.g. {@code the system on /data}. */
    String system();

    /** Where to look for the reason why a part does not answer; empty if unknown. */
    String logOf(Part part);

    /** What is known to be wrong with the machine of the system, e.g. that its disk is full; empty if nothing is. */
    String trouble();

    /** What is known about a system without calling it. */
    sealed interface State {
        /** @param launcher its process; 0 if unknown */
        record Running(SystemAddress address, long launcher) implements State {}

        /** It is starting or stopping. */
        record Changing(long launcher) implements State {}

        /** @param reason empty if it was stopped as it should be */
        record Stopped(String reason) implements State {}
    }

    /** A system on this machine: {@code endpoints.json} in its data folder has its addresses, and its launcher must be alive. */
    record OnThisMachine(Path data) implements SystemSource {
        @Override
        public State look() {
            Optional<Endpoints> running = Endpoints.find(data);
            if (running.isPresent()) {
                return new State.Running(
                        SystemAddress.of(running.get()), running.get().launcherPid());
            }
            Optional<LauncherProcess> launcher = LauncherProcess.holding(data);
            if (launcher.isPresent()) {
                return new State.Changing(launcher.get().pid());
            }
            return new State.Stopped(Endpoints.read(data)
                    .map(last -> "its launcher, process " + last.launcherPid() + ", was killed")
                    .orElse(""));
        }

        @Override
        public String system() {
            return "the system on " + data;
        }

        @Override
        public String logOf(Part part) {
            String name = part == Part.KAFKA || part == Part.STORE ? "launcher" : part.toString();
            return data.resolve("logs").resolve(name + ".log").toString();
        }

        @Override
        public String trouble() {
            try {
                DiskReserve.Level level = DiskReserve.levelOf(data);
                return level.isPlenty() ? "" : "the disk of " + data + " is full: " + level;
            } catch (IOException e) {
                return "the disk of " + data + " cannot be looked at: " + e.getMessage();
            }
        }
    }

    /** A system at addresses that do not change. Whether it runs is only known by calling it. */
    record AtFixedAddress(SystemAddress address) implements SystemSource {
        @Override
        public State look() {
            return new State.Running(address, 0);
        }

        @Override
        public String system() {
            return "the system at " + address.trainer();
        }

        @Override
        public String logOf(Part part) {
            return "";
        }

        @Override
        public String trouble() {
            return "";
        }
    }
}
