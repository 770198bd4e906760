package io.wellstream.wire.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sorted map of byte strings in a folder on a local disk (docs/adr/0046). One process at a time uses the folder. A write is
 * atomic. It keeps no write-ahead log: after a kill the last writes may be missing, and then all after the first missing one are. What
 * the folder holds can be made again, so that a damaged folder is emptied.
 */
public final class DiskMap implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskMap.class);

    /** Below it nothing is written: two buffers, what merging them takes, and some more. */
    static final long LEAST_FREE = 128_000_000;

    private final Path folder;
    private final FolderLock lock;
    private final RocksSettings settings;
    private final ToLongFunction<Path> free;
    private final ReadWriteLock life =
            new ReentrantReadWriteLock(); // held to write while the database is opened or closed
    private @Nullable RocksDB database;

    private DiskMap(Path folder, FolderLock lock, ToLongFunction<Path> free) {
        this.folder = folder;
        this.lock = lock;
        this.free = free;
        this.settings = new RocksSettings();
    }

    /** Receives entries in the order of their keys, until it returns false. */
    @FunctionalInterface
    public interface Visitor {
        boolean visit(byte[] key, byte[] value);
    }

    /**
     * Opens the folder, and creates it if it does not exist.
     *
     * @throws FolderInUseException if another process has opened it
     * @throws FolderFullException if the disk has no space to open it
     * @throws UncheckedIOException if it cannot be created or written to
     */
    public static DiskMap open(Path folder) {
        return open(folder, DiskMap::free);
    }

    /** @param free the bytes that are free on the disk of a folder */
    static DiskMap open(Path folder, ToLongFunction<Path> free) {
        FolderLock lock = FolderLock.of(folder);
        RocksSettings.load(folder);
        DiskMap map = new DiskMap(folder, lock, free);
        try {
            if (lock.isMarkedDamaged()) {
                map.empty("it was damaged");
            }
            map.openDatabase();
            return map;
        } catch (RuntimeException | Error e) {
            map.close();
            throw e;
        }
    }

    /** The value of a key; null if it has none. */
    public byte @Nullable [] get(byte[] key) {
        life.readLock().lock();
        try {
            return opened().get(key);
        } catch (RocksDBException e) {
            throw damaged(e);
        } finally {
            life.readLock().unlock();
        }
    }

    /** Visits the entries whose key begins with the prefix, as they are at the moment of the call. The prefix is not empty. */
    public void scan(byte[] prefix, Visitor visitor) {
        life.readLock().lock();
        try (Slice end = new Slice(Bytes.after(prefix));
                ReadOptions options = new ReadOptions().setIterateUpperBound(end);
                RocksIterator entries = opened().newIterator(options)) {
            entries.seek(prefix);
            while (entries.isValid() && visitor.visit(entries.key(), entries.value())) {
                entries.next();
            }
            entries.status();
        } catch (RocksDBException e) {
            throw damaged(e);
        } finally {
            life.readLock().unlock();
        }
    }

    /**
     * Writes all or nothing.
     *
     * @param changes a new value by key, or an empty one to remove the key
     * @throws FolderFullException if the disk has no space for it
     */
    public void write(Map<Bytes, Change> changes) {
        requireSpace();
        life.readLock().lock();
        try (WriteBatch batch = new WriteBatch()) {
            for (Map.Entry<Bytes, Change> each : changes.entrySet()) {
                switch (each.getValue()) {
                    case Change.Put(byte[] value) -> batch.put(each.getKey().array(), value);
                    case Change.Remove _ -> batch.delete(each.getKey().array());
                    case Change.RemoveAll _ ->
                        batch.deleteRange(
                                each.getKey().array(), Bytes.after(each.getKey().array()));
                }
            }
            opened().write(settings.write(), batch);
        } catch (RocksDBException e) {
            throw failed(e);
        } finally {
            life.readLock().unlock();
        }
    }

    /** Removes everything. */
    public void clear() {
        life.writeLock().lock();
        try {
            closeDatabase();
            empty("its content is no longer that of its topic");
            openDatabase();
        } finally {
            life.writeLock().unlock();
        }
    }

    /** Writes what is in memory to the disk, and lets another process have the folder. */
    @Override
    public void close() {
        life.writeLock().lock();
        try {
            closeDatabase();
            settings.close();
        } finally {
            lock.close();
            life.writeLock().unlock();
        }
    }

    private RocksDB opened() {
        RocksDB open = database;
        if (open == null) {
            throw new IllegalStateException("the table in folder " + folder + " is closed");
        }
        return open;
    }

    private void openDatabase() {
        Path data = lock.data();
        try {
            database = RocksDB.open(settings.open(), data.toString());
        } catch (RocksDBException first) {
            if (isFull(first)) {
                throw new FolderFullException(folder, free.applyAsLong(folder));
            }
            LOG.warn("table deleted folder={} reason=\"{}\"", folder, first.getMessage());
            lock.emptyFolder();
            try {
                database = RocksDB.open(settings.open(), data.toString());
            } catch (RocksDBException e) {
                throw new UncheckedIOException(new IOException("cannot open a table in folder " + folder, e));
            }
        }
    }

    private void empty(String reason) {
        LOG.info("table deleted folder={} reason=\"{}\"", folder, reason);
        lock.emptyFolder();
    }

    private void closeDatabase() {
        RocksDB open = database;
        database = null;
        if (open == null) {
            return;
        }
        try {
            open.flush(settings.flush());
        } catch (RocksDBException e) { // what is not on the disk is read again from Kafka
            LOG.warn("table not flushed folder={} reason=\"{}\"", folder, e.getMessage());
        }
        open.close();
    }

    private void requireSpace() {
        long left = free.applyAsLong(folder);
        if (left < LEAST_FREE) {
            throw new FolderFullException(folder, left);
        }
    }

    private RuntimeException failed(RocksDBException e) {
        return isFull(e) ? new FolderFullException(folder, free.applyAsLong(folder)) : damaged(e);
    }

    private static boolean isFull(RocksDBException e) {
        Status status = e.getStatus();
        return status != null && status.getSubCode() == Status.SubCode.NoSpace;
    }

    private FolderDamagedException damaged(RocksDBException e) {
        lock.markDamaged();
        return new FolderDamagedException(folder, e);
    }

    private static long free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("table folder " + folder + ": " + e.getMessage(), e);
        }
    }
}
