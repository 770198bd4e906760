package io.wellstream.ingest.pixels.tiff;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.GreyImage;
import java.util.List;

/**
 * A grey TIFF file of one page or several. Nothing is allocated before the sizes that the file declares are checked, and every strip or
 * tile must be in the file.
 */
public final class TiffFile {
    private final TiffBytes bytes;
    private final List<TiffDirectory> pages;

    /** Keeps the array; reads the list of pages. */
    public TiffFile(byte[] file) throws BadImageException {
        this.bytes = new TiffBytes(file);
        this.pages = TiffDirectory.all(bytes);
        if (pages.isEmpty()) {
            throw new BadImageException("TIFF is damaged: it has no page");
        }
    }

    /** Whether bytes begin as a TIFF file does. */
    public static boolean isTiff(byte[] file) {
        return TiffBytes.isTiff(file);
    }

    /** How many pages there are; reduced copies of a page do not count. */
    public int pages() {
        return pages.size();
    }

    /**
     * The declared width of a page in pixels.
     *
     * @param number from 1
     */
    public int width(int number) throws BadImageException {
        return TiffPage.of(pages.get(number - 1)).width();
    }

    /**
     * The declared height of a page in pixels.
     *
     * @param number from 1
     */
    public int height(int number) throws BadImageException {
        return TiffPage.of(pages.get(number - 1)).height();
    }

    /**
     * The image of a page.
     *
     * @param number from 1
     */
    public GreyImage page(int number) throws BadImageException {
        TiffDirectory directory = pages.get(number - 1);
        return new TiffSegments(bytes, TiffPage.of(directory), directory).image();
    }
}
