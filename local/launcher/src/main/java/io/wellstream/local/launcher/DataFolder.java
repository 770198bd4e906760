package io.wellstream.local.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The data folder of one system, locked while it runs. The operating system releases the lock when the process ends. */
public final class DataFolder implements AutoCloseable {
    private static final String LOCK = "lock";

    /** What a folder may hold that a system was never started on: what is left of a start that failed, and what mkfs puts there. */
    private static final Set<String> EXPECTED = Set.of("logs", "lost+found");

    private static final int MOST_NAMES = 3;

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Checks that a system can keep its data there, and creates the folder if it does not exist.
     *
     * @throws LocalSystemException if it is a file, cannot be written to, or holds files that are not a system's
     */
    public static void require(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new LocalSystemException("data folder " + path + " is a file; name a folder with --data");
        }
        try {
            Files.createDirectories(path);
            Files.delete(Files.createTempFile(path, ".writable", ".tmp"));
        } catch (IOException e) {
            throw new LocalSystemException(
                    "cannot write to data folder " + path + " (" + e + "); name another folder with --data", e);
        }
        List<String> others = strangers(path);
        if (!others.isEmpty()) {
            throw new LocalSystemException("data folder " + path + " holds files that are not a system's: "
                    + String.join(", ", others.subList(0, Math.min(MOST_NAMES, others.size())))
                    + (others.size() > MOST_NAMES ? " and " + (others.size() - MOST_NAMES) + " more" : "")
                    + "; name an empty folder with --data");
        }
    }

    /** The names in a folder on which no system was ever started, without those that are expected. */
    private static List<String> strangers(Path path) {
        if (Files.exists(path.resolve(LOCK))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !EXPECTED.contains(name))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LocalSystemException("cannot read data folder " + path + ": " + e, e);
        }
    }

    /** Locks the folder, and creates it if it does not exist. */
    static DataFolder lock(Path path) throws IOException {
        require(path);
        Path file = path.resolve(LOCK);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new LocalSystemException("data folder " + path + " is in use by another system; stop that one with:"
                    + " ./wellstream down --data " + path + ", or name another folder with --data");
        }
        Files.createDirectories(path.resolve("logs"));
        return new DataFolder(path, channel);
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    Path objects() {
        return path.resolve("objects");
    }

    /** The log of the launcher or of a service process. */
    Path log(String name) {
        return path.resolve("logs").resolve(name + ".log");
    }

    /** Files that only running processes need. */
    Path run() throws IOException {
        return Files.createDirectories(path.resolve("run"));
    }

    @Override
    public void close() throws IOException {
        LauncherProcess.remove(path);
        channel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) { // locked by this process
            return null;
        }
    }
}
