package io.wellstream.ingest.pixels;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.Plane;
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
            TiffFile tiff = new TiffFile(file);
            return Optional.of(new ImageSize(tiff.width(1), tiff.height(1)));
        } catch (BadImageException unreadable) {
            return Optional.empty(); // reported when the image is read
        }
    }

    public static ImageSize of(Plane plane) {
        return new ImageSize(plane.width(), plane.height());
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
