package io.wellstream.wire.disk;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Folders on a disk that a test fills. */
public final class FullFolders {
    private FullFolders() {}

    public static DiskMap open(Path folder, BooleanSupplier full) {
        return DiskMap.open(folder, path -> full.getAsBoolean() ? 0 : Long.MAX_VALUE);
    }
}
