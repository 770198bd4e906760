package io.wellstream.trainer.engine.testing;

import io.wellstream.wire.store.ObjectFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What networks write, as bytes or as a file. */
public final class Saved {
    private Saved() {}

    public static byte[] bytes(ObjectFile.Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static Path file(Path folder, ObjectFile.Content content) {
        try {
            return ObjectFile.write(Files.createTempFile(folder, "saved", ""), content)
                    .path();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
