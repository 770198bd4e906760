package io.wellstream.wire.disk;

import java.nio.file.Path;

/** The disk of the folder is full; nothing of the write was kept, and it can be repeated. */
public final class FolderFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String folder;

    FolderFullException(Path folder, long free) {
        super("the disk of folder " + folder + " has " + free / 1_000_000 + " MB left; expected at least "
                + DiskMap.LEAST_FREE / 1_000_000 + " MB");
        this.folder = folder.toString();
    }

    /** What a service waits for, in its own words. */
    public String awaited() {
        return "space on the disk of " + folder;
    }
}
