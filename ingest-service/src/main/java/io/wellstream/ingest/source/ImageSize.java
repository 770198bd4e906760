package io.wellstream.ingest.source;

import io.wellstream.imaging.pixels.PngHeader;
import java.util.Optional;

/** The size of an image in pixels. */
public record ImageSize(int width, int height) {
    /** The size that a PNG file declares; empty if these bytes are not a PNG file. */
    public static Optional<ImageSize> ofPng(byte[] file) {
        return PngHeader.atFront(file).map(header -> new ImageSize(header.width(), header.height()));
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
