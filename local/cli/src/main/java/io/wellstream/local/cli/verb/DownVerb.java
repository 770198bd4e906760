package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.Endpoints;
import io.wellstream.local.launcher.LauncherProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops the system on this machine. */
@Command(
        name = "down",
        description = "Stop the system on this machine; its data stay.",
        footer = {"", "Example:", "  ./wellstream down"})
public final class DownVerb extends Verb {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Mixin
    private final DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        Path folder = data.folder();
        Optional<Long> running = Endpoints.find(folder)
                .map(Endpoints::launcherPid)
                .or(() -> LauncherProcess.holding(folder).map(LauncherProcess::pid)); // it may still be starting
        if (running.isEmpty()) {
            out().println("No system runs on " + folder + ".");
            return 0;
        }
        long pid = running.get();
        Optional<ProcessHandle> launcher = ProcessHandle.of(pid);
        launcher.ifPresent(ProcessHandle::destroy);
        if (launcher.isPresent() && !ended(launcher.get())) {
            throw new UserError("process " + pid + " did not stop within " + LIMIT.toSeconds() + " s; see "
                    + folder.resolve("logs"));
        }
        out().println("Wellstream on " + folder + " has stopped.");
        return 0;
    }

    private static boolean ended(ProcessHandle launcher) throws InterruptedException {
        try {
            launcher.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !launcher.isAlive();
        }
    }
}
