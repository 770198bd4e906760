package io.wellstream.wire.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that belongs to one process while it lives, with the data in a folder below it. */
final class FolderLock implements AutoCloseable {
    private static final String DATA = "data";
    private static final String DAMAGED = "damaged";

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    static FolderLock of(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locks(channel)) {
                channel.close();
                throw new FolderInUseException(folder);
            }
            return new FolderLock(folder, channel);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private static boolean locks(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) { // locked by this process
            return false;
        }
    }

    Path data() {
        return folder.resolve(DATA);
    }

    boolean isMarkedDamaged() {
        return Files.exists(folder.resolve(DAMAGED));
    }

    /** Has the data deleted when the folder is opened next. */
    void markDamaged() {
        try {
            Files.writeString(folder.resolve(DAMAGED), "");
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /** Deletes the data. */
    void emptyFolder() {
        try {
            if (Files.exists(data())) {
                for (Path each : inside()) {
                    Files.delete(each);
                }
            }
            Files.deleteIfExists(folder.resolve(DAMAGED));
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private List<Path> inside() throws IOException {
        try (Stream<Path> files = Files.walk(data())) {
            return files.sorted(Comparator.reverseOrder()).toList();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private static UncheckedIOException failed(Path folder, IOException e) {
        return new UncheckedIOException("table folder " + folder + ": " + e.getMessage(), e);
    }
}
