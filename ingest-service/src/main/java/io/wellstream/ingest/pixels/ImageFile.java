package io.wellstream.ingest.pixels;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.GreyImage;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.PngDecoder;
import io.wellstream.imaging.pixels.PngHeader;
import io.wellstream.ingest.pixels.tiff.TiffFile;
import java.util.Optional;

/** The grey images of a file of any format that is read. Its bytes are not trusted: a reader allocates only what is in bounds. */
public sealed interface ImageFile {
    /** Looks at the front of a file; keeps the array. */
    static ImageFile of(byte[] bytes) throws BadImageException {
        return TiffFile.isTiff(bytes) ? new Tiff(new TiffFile(bytes)) : new Png(bytes);
    }

    /** The format's name. */
    String format();

    int pages();

    /**
     * The image of a page.
     *
     * @param number from 1 to {@link #pages}
     */
    GreyImage page(int number) throws BadImageException;

    /** The only page of a file that needs no conversion; empty if {@link #page} must be asked. */
    Optional<Plane> plain() throws BadImageException;

    /** A PNG file: one page. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Png(byte[] bytes) implements ImageFile {
        @Override
        public String format() {
            return "PNG";
        }

        @Override
        public int pages() {
            return 1;
        }

        @Override
        public GreyImage page(int number) throws BadImageException {
            return PngDecoder.decodeAnyGrey(bytes);
        }

        @Override
        public Optional<Plane> plain() throws BadImageException {
            return PngHeader.isPlainGrey(bytes) ? Optional.of(PngDecoder.decode(bytes)) : Optional.empty();
        }
    }

    /** A TIFF file. */
    record Tiff(TiffFile file) implements ImageFile {
        @Override
        public String format() {
            return "TIFF";
        }

        @Override
        public int pages() {
            return file.pages();
        }

        @Override
        public GreyImage page(int number) throws BadImageException {
            return file.page(number);
        }

        @Override
        public Optional<Plane> plain() {
            return Optional.empty();
        }
    }
}
