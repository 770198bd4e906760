package io.wellstream.trainer.engine.dl4j;

import io.wellstream.wire.store.ObjectFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What networks write, as bytes or as a file. */
final class Saved {
    private Saved() {}

    static byte[] bytes(ObjectFile.Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Path file(Path folder, ObjectFile.Content content) {
        try {
            return ObjectFile.write(Files.createTempFile(folder, "saved", ""), content)
                    .path();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
