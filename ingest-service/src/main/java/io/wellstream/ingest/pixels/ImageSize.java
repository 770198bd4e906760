package io.wellstream.ingest.pixels;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.PngHeader;
import io.wellstream.ingest.pixels.tiff.TiffFile;
import java.util.Optional;

/** The size of an image in pixels. */
public record ImageSize(int width, int height) {
    /** The size that an image file declares for its first page; empty if these bytes are neither a PNG nor a readable TIFF file. */
    public static Optional<ImageSize> of(byte[] file) {
        if (!TiffFile.isTiff(file)) {
            return PngHeader.atFront(file).map(header -> new ImageSize(header.width(), header.height()));
        }
        try {
            int[] size = new TiffFile(file).size(1);
            return Optional.of(new ImageSize(size[0], size[1]));
        } catch (BadImageException unreadable) {
            return Optional.empty(); // reported when the image is read
        }
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
