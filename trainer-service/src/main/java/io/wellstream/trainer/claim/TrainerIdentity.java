package io.wellstream.trainer.claim;

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
 * The identity under which a trainer claims runs. With a lock folder a trainer keeps its identity over a restart: its id is
 * in a file that the process locks while it lives. The process that holds the lock knows that no other process with this id
 * is alive, and takes its own claims back at once. The operating system releases the lock when the process ends, however it
 * ends. Without a folder each process has a new identity, and waits until the claims of its predecessor expire.
 */
public final class TrainerIdentity implements AutoCloseable {
    private final String id;
    private final @Nullable FileLock lock;

    private TrainerIdentity(String id, @Nullable FileLock lock) {
        this.id = id;
        this.lock = lock;
    }

    /** A new identity; the name is for people to read. */
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
                    + "; choose another name for this one");
        }
        return new TrainerIdentity(name + "/" + readOrWrite(channel), lock);
    }

    /** The id in claims and in RunStarted. */
    public String id() {
        return id;
    }

    /** Whether no other live process can have this id. */
    boolean isExclusive() {
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
            // until the end of the file, or the id is complete
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
