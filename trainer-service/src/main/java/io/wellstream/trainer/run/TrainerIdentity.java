package io.wellstream.trainer.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who a trainer is when it claims runs. With a lock folder it is the same after a restart: its id stands in a file that
 * the process locks for as long as it lives, so whoever holds the lock knows that no other process with this id is alive,
 * and takes its own claims back at once. The operating system drops the lock with the process, however that ends. Without
 * a folder each process is somebody new and waits until its predecessor's claims have stood still.
 */
public final class TrainerIdentity implements AutoCloseable {
    private final String id;
    private final @Nullable FileLock lock;

    private TrainerIdentity(String id, @Nullable FileLock lock) {
        this.id = id;
        this.lock = lock;
    }

    /** Somebody new, under a name for people to read. */
    public static TrainerIdentity fresh(String name) {
        return new TrainerIdentity(name + "/" + UUID.randomUUID(), null);
    }

    /**
     * The trainer of this name in this folder, which must be on a local disk.
     *
     * @throws IllegalStateException if another live process is that trainer
     */
    public static TrainerIdentity locked(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(name + ".lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IllegalStateException("another trainer named '" + name + "' is running: it holds " + file
                    + "; give this one another name");
        }
        return new TrainerIdentity(name + "/" + readOrWrite(channel), lock);
    }

    /** Stands in claims and in RunStarted. */
    public String id() {
        return id;
    }

    /** Whether a claim of this id can only be a dead process's or this one's. */
    boolean isAlone() {
        return lock != null;
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.acquiredBy().close();
        }
    }

    private static UUID readOrWrite(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(36);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // until the file ends or the id is whole
        }
        if (!bytes.hasRemaining()) {
            return UUID.fromString(new String(bytes.array(), StandardCharsets.US_ASCII));
        }
        UUID id = UUID.randomUUID();
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(id.toString().getBytes(StandardCharsets.US_ASCII)), 0);
        channel.force(true);
        return id;
    }
}
