package io.wellstream.local.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The data folder of one system, locked while it runs. The operating system releases the lock when the process ends. */
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Creates the folder if it does not exist, and locks it. */
    static DataFolder lock(Path path) throws IOException {
        Files.createDirectories(path);
        Path file = path.resolve("lock");
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
