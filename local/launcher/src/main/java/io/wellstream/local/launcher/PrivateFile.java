package io.wellstream.local.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that only its owner may read, and that is replaced as a whole. */
final class PrivateFile {
    private PrivateFile() {}

    static void write(Path file, byte[] content) throws IOException {
        Path draft = Files.createTempFile(
                file.getParent(),
                String.valueOf(file.getFileName()),
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(draft, content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft); // a draft that could not be written, on a full disk
        }
    }
}
