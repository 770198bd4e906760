package io.wellstream.wire.disk;

import java.nio.file.Path;

/** What the folder holds cannot be read. Its content is deleted when it is opened next. */
public final class FolderDamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FolderDamagedException(Path folder, Throwable cause) {
        super(
                "the table in folder " + folder + " cannot be read (" + cause.getMessage()
                        + "); restart the service: it deletes the folder and reads the table from Kafka",
                cause);
    }
}
