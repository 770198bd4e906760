package io.wellstream.ingest.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The size of an image in pixels. */
public record ImageSize(int width, int height) {
    /** The bytes at the front of a PNG that tell its size. */
    static final int HEADER = 24;

    private static final int IHDR = 12;

    /** The size that a PNG's header declares; empty if these bytes are no such header. */
    public static Optional<ImageSize> ofPng(byte[] header) {
        if (header.length < HEADER || !"IHDR".equals(new String(header, IHDR, 4, StandardCharsets.ISO_8859_1))) {
            return Optional.empty();
        }
        ByteBuffer sides = ByteBuffer.wrap(header, IHDR + 4, 8);
        return Optional.of(new ImageSize(sides.getInt(), sides.getInt()));
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
