package io.wellstream.local.launcher;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The part of a file system that stays free: the last 5 %, at most 10 GB, or a given size. New objects are refused before they use
 * it. The broker, the claims and the logs may use it down to a quarter; there the broker is stopped, before a write of it can fail.
 */
public final class DiskReserve {
    static final long MOST = 10_000_000_000L;
    private static final long LEAST = 1_000_000; // what the broker needs, however small the reserve
    private static final int SHARE = 20;
    private static final double MEGABYTE = 1e6;

    private final Space space;
    private final OptionalLong given;
    private volatile boolean full;

    /** Of the file system, in bytes. */
    interface Space {
        long total() throws IOException;

        long free() throws IOException;
    }

    /** How much is free at one moment, in bytes. */
    public record Level(long free, long total, long reserve) {
        /** Whether a new object of this size leaves the reserve free. */
        boolean takes(long size) {
            return free - size >= reserve;
        }

        /** Whether running work may write what it must: the broker's messages, renewed claims, logs. */
        boolean feedsBroker() {
            return free >= Math.max(reserve / 4, LEAST);
        }

        /** Whether there is enough to start the broker, which checks and compacts its files. */
        public boolean startsBroker() {
            return free >= Math.max(reserve / 2, 4 * LEAST);
        }

        /** Whether work that stores new objects goes on. */
        public boolean isPlenty() {
            return takes(1);
        }

        /** E.g. {@code 12 MB of 300 MB are free; new objects leave 15 MB free}. */
        @Override
        public String toString() {
            return megabytes(free) + " of " + megabytes(total) + " are free; new objects leave " + megabytes(reserve)
                    + " free";
        }

        private static String megabytes(long bytes) {
            double megabytes = bytes / MEGABYTE;
            return String.format(Locale.ROOT, megabytes < 10 ? "%,.1f MB" : "%,.0f MB", megabytes);
        }
    }

    DiskReserve(Space space, OptionalLong given) {
        this.space = space;
        this.given = given;
        if (given.isPresent() && given.getAsLong() < 0) {
            throw new IllegalArgumentException("disk reserve of " + given.getAsLong() + " bytes; expected 0 or more");
        }
    }

    /**
     * The reserve of the file system that a folder is on.
     *
     * @param folder exists
     * @param given its size in bytes; empty for the default
     */
    public static DiskReserve of(Path folder, OptionalLong given) throws IOException {
        FileStore files = Files.getFileStore(folder);
        Space space = new Space() {
            @Override
            public long total() throws IOException {
                return files.getTotalSpace();
            }

            @Override
            public long free() throws IOException {
                return files.getUsableSpace();
            }
        };
        return new DiskReserve(space, given);
    }

    /**
     * The reserve of the file system that a data folder is on, or will be on.
     *
     * @param data need not exist
     */
    public static DiskReserve ofData(Path data, OptionalLong given) throws IOException {
        Path existing = data.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return of(existing, given);
    }

    /** How full the disk of a data folder is, by the reserve of the system that runs on it. */
    public static Level levelOf(Path data) throws IOException {
        OptionalLong given = LauncherProcess.holding(data).stream()
                .map(launcher -> launcher.settings().get(LocalConfig.DISK_RESERVE))
                .filter(Objects::nonNull)
                .mapToLong(Long::parseLong)
                .findAny();
        return ofData(data, given).level();
    }

    /**
     * Checks that the system can be started.
     *
     * @throws LocalSystemException if the disk is full
     */
    public static void requireToStart(LocalConfig config) {
        try {
            Level level = ofData(config.data(), config.diskReserve()).level();
            boolean isNew = !Files.exists(config.data().resolve("kafka"));
            if (isNew ? !level.isPlenty() : !level.startsBroker()) {
                throw new LocalSystemException("the disk of " + config.data() + " is full: " + level
                        + (isNew ? "" : ", and the broker needs half of that to start")
                        + "; free some space, or name another folder with --data");
            }
        } catch (IOException e) {
            throw new LocalSystemException("cannot look at the disk of " + config.data() + ": " + e.getMessage(), e);
        }
    }

    /** Makes the disk count as full for new objects, or not; for tests of what happens then. */
    void pretendFull(boolean pretended) {
        full = pretended;
    }

    /** A file system that cannot be asked counts as empty: the write itself will fail, and say why. */
    public Level level() {
        try {
            long total = space.total();
            long reserve = given.orElse(Math.min(total / SHARE, MOST));
            return full ? new Level(reserve / 2, total, reserve) : new Level(space.free(), total, reserve);
        } catch (IOException e) {
            return new Level(Long.MAX_VALUE, Long.MAX_VALUE, 0);
        }
    }
}
