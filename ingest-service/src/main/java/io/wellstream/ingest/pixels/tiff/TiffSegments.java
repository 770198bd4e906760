package io.wellstream.ingest.pixels.tiff;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.GreyImage;
import java.nio.ByteOrder;

/** The strips or tiles of a page. */
final class TiffSegments {
    private static final int STRIP_OFFSETS = 273;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_BYTES = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;

    /** A tile may reach beyond a small image up to this side, in pixels. */
    private static final int USUAL_TILE = 1_024;

    private final TiffBytes bytes;
    private final TiffPage page;
    private final int width; // of a strip or tile
    private final int height;
    private final boolean tiled;
    private final long[] offsets;
    private final long[] lengths;

    TiffSegments(TiffBytes bytes, TiffPage page, TiffDirectory tags) throws BadImageException {
        this.bytes = bytes;
        this.page = page;
        long tileWidth = tags.number(TILE_WIDTH, 0);
        this.tiled = tileWidth != 0;
        this.width = tiled ? side(tileWidth, page.width()) : page.width();
        this.height = tiled
                ? side(tags.number(TILE_HEIGHT, 0), page.height())
                : rows(tags.number(ROWS_PER_STRIP, page.height()), page.height());
        int count = across() * down();
        this.offsets = tags.numbers(tiled ? TILE_OFFSETS : STRIP_OFFSETS, count);
        this.lengths = tags.numbers(tiled ? TILE_BYTES : STRIP_BYTES, count);
        if (offsets.length != count || lengths.length != count) {
            throw new BadImageException("TIFF is damaged: " + offsets.length + " places and " + lengths.length
                    + " lengths of strips or tiles; expected " + count);
        }
    }

    private static int side(long declared, int ofPage) throws BadImageException {
        if (declared < 16 || declared % 16 != 0 || declared > Math.max(USUAL_TILE, ofPage + 15)) {
            throw new BadImageException("TIFF is damaged: tiles of side " + Long.toUnsignedString(declared)
                    + "; expected a multiple of 16, at most " + Math.max(USUAL_TILE, ofPage + 15));
        }
        return (int) declared;
    }

    /** Some writers declare the greatest number for one strip. */
    private static int rows(long declared, int height) throws BadImageException {
        if (declared < 1) {
            throw new BadImageException("TIFF is damaged: strips of " + declared + " rows");
        }
        return (int) Math.min(declared, height);
    }

    private int across() {
        return (page.width() + width - 1) / width;
    }

    private int down() {
        return (page.height() + height - 1) / height;
    }

    GreyImage image() throws BadImageException {
        short[] levels = new short[page.width() * page.height()];
        for (int i = 0; i < offsets.length; i++) {
            int left = i % across() * width;
            int top = i / across() * height;
            int rows = tiled ? height : Math.min(height, page.height() - top);
            bytes.require(offsets[i], lengths[i]);
            byte[] pixels = page.compression()
                    .expand(bytes.file(), (int) offsets[i], (int) lengths[i], width * rows * page.bytesPerPixel());
            for (int y = 0; y < Math.min(rows, page.height() - top); y++) {
                row(pixels, y, levels, (top + y) * page.width() + left, Math.min(width, page.width() - left));
            }
        }
        return new GreyImage(page.width(), page.height(), page.bits(), levels);
    }

    private void row(byte[] pixels, int y, short[] levels, int out, int count) {
        int most = page.bits() == 16 ? 0xffff : 0xff;
        int left = 0;
        for (int x = 0; x < count; x++) {
            int level = page.bits() == 16 ? wide(pixels, 2 * (y * width + x)) : pixels[y * width + x] & 0xff;
            left = page.differences() ? (left + level) & most : level;
            levels[out + x] = (short) (page.inverted() ? most - left : left);
        }
    }

    private int wide(byte[] pixels, int at) {
        int first = pixels[at] & 0xff;
        int second = pixels[at + 1] & 0xff;
        return bytes.order() == ByteOrder.BIG_ENDIAN ? (first << 8) | second : (second << 8) | first;
    }
}
