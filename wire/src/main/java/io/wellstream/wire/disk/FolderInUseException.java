package io.wellstream.wire.disk;

import java.nio.file.Path;

/** Another process uses the folder. */
public final class FolderInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FolderInUseException(Path folder) {
        super("folder " + folder
                + " is in use by another process; give each service and each replica its own table folder");
    }
}
