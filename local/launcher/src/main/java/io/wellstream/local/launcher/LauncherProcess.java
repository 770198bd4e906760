package io.wellstream.local.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The process that holds a data folder, from the start of a system to its end. It is recorded in {@code launcher.json}, so that others
 * see a system that is starting or stopping, and with which settings it runs.
 *
 * @param startTicks time of its start since the boot of the machine, by the kernel's clock; 0 if unknown
 * @param settings of its services, as environment variables
 */
public record LauncherProcess(long pid, long startTicks, Map<String, String> settings) {
    private static final String FILE = "launcher.json";
    private static final int STATE = 0;
    private static final int START_TIME = 19; // field 22
    private static final String ZOMBIE = "Z";
    private static final ObjectMapper JSON = new ObjectMapper();

    public LauncherProcess {
        settings = Map.copyOf(settings);
    }

    static LauncherProcess current(Map<String, String> settings) {
        long pid = ProcessHandle.current().pid();
        return new LauncherProcess(pid, startTicks(pid), settings);
    }

    /** The process that holds the data folder now. */
    public static Optional<LauncherProcess> holding(Path data) {
        return read(data).filter(LauncherProcess::runs);
    }

    /** What the last process that held the data folder recorded. */
    static Optional<LauncherProcess> read(Path data) {
        Path file = data.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), LauncherProcess.class));
        } catch (NoSuchFileException e) { // removed since
            return Optional.empty();
        } catch (IOException e) {
            throw new LocalSystemException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Whether the process runs. A later process with the same number, e.g. after a reboot, is another one. */
    public boolean runs() {
        return isAlive(pid) && startTicks == startTicks(pid);
    }

    /** Whether a process of this number runs; one that has ended and whose parent has not asked for its exit code does not. */
    static boolean isAlive(long pid) {
        boolean exists = ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
        return exists && !stat(pid).map(stat -> stat[STATE].equals(ZOMBIE)).orElse(false);
    }

    void write(Path data) throws IOException {
        PrivateFile.write(
                data.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }

    static void remove(Path data) throws IOException {
        Files.deleteIfExists(data.resolve(FILE));
    }

    static long startTicks(long pid) {
        return stat(pid).map(stat -> Long.parseLong(stat[START_TIME])).orElse(0L);
    }

    /** The fields of proc(5)'s /proc/[pid]/stat after the command's name; empty on other operating systems than Linux. */
    private static Optional<String[]> stat(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"), StandardCharsets.UTF_8);
            return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
