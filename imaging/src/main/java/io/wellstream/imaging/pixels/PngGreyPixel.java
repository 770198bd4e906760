package io.wellstream.imaging.pixels;

/** Reads the grey levels of single pixels, and refuses those that are in colour or transparent. */
final class PngGreyPixel {
    private final PngKind kind;
    private final byte[] palette;
    private final byte[] rows;
    private final int samples;

    /** @param rows without filters */
    PngGreyPixel(PngKind kind, byte[] palette, byte[] rows) {
        this.kind = kind;
        this.palette = palette;
        this.rows = rows;
        this.samples = kind.samples();
    }

    /**
     * The level of a pixel; with fewer than 8 bits, spread over 0…255.
     *
     * @param row where the row begins
     * @param x the pixel in the row
     */
    int grey(int row, int x) throws BadImageException {
        int first = x * samples;
        int level = sample(row, first);
        if (kind.hasPalette()) {
            return ofPalette(level);
        }
        if (kind.hasColours()) {
            requireGrey(level, sample(row, first + 1), sample(row, first + 2));
        }
        int opaque = (1 << kind.depth()) - 1;
        if (kind.hasAlpha() && sample(row, first + samples - 1) != opaque) {
            throw new BadImageException(
                    "the PNG has transparent pixels; expected opaque grey, e.g. by magick IN.png -alpha off OUT.png");
        }
        return kind.depth() < 8 ? level * 255 / opaque : level;
    }

    private int ofPalette(int index) throws BadImageException {
        if (3 * index + 2 >= palette.length) {
            throw new BadImageException(
                    "PNG is damaged: colour " + index + " of a palette of " + palette.length / 3 + " colours");
        }
        int red = palette[3 * index] & 0xff;
        requireGrey(red, palette[3 * index + 1] & 0xff, palette[3 * index + 2] & 0xff);
        return red;
    }

    private static void requireGrey(int red, int green, int blue) throws BadImageException {
        if (red != green || red != blue) {
            throw new BadImageException("the PNG is in colour: it has a pixel of red " + red + ", green " + green
                    + ", blue " + blue + "; expected grey, e.g. by magick IN.png -separate OUT.png, a file per colour");
        }
    }

    private int sample(int row, int i) {
        return switch (kind.depth()) {
            case 8 -> rows[row + i] & 0xff;
            case 16 -> ((rows[row + 2 * i] & 0xff) << 8) | (rows[row + 2 * i + 1] & 0xff);
            default -> {
                int bit = i * kind.depth();
                int shift = 8 - kind.depth() - bit % 8;
                yield ((rows[row + bit / 8] & 0xff) >> shift) & ((1 << kind.depth()) - 1);
            }
        };
    }
}
