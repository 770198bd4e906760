package io.wellstream.imaging.pixels;

/**
 * The size and kind of a PNG: what its header declares.
 *
 * @param depth bits per sample
 * @param color the PNG's colour type
 */
record PngKind(int width, int height, int depth, int color, boolean interlaced) {
    /** Reads a header's data and refuses what no PNG has, or what is too large. */
    static PngKind read(byte[] file, int start, int length) throws BadImageException {
        PngHeader size = PngHeader.size(file, start, length);
        int depth = file[start + 8] & 0xff;
        int color = file[start + 9] & 0xff;
        int interlace = file[start + 12] & 0xff;
        boolean known =
                switch (color) {
                    case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
                    case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
                    case 2, 4, 6 -> depth == 8 || depth == 16;
                    default -> false;
                };
        if (!known || interlace > 1) {
            throw new BadImageException(
                    "PNG of depth " + depth + ", colour type " + color + ", interlace method " + interlace);
        }
        return new PngKind(size.width(), size.height(), depth, color, interlace == 1);
    }

    int samples() {
        return switch (color) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }

    boolean hasPalette() {
        return color == 3;
    }

    boolean hasColours() {
        return color == 2 || color == 6;
    }

    boolean hasAlpha() {
        return color == 4 || color == 6;
    }

    /** The shape of a row of so many pixels. */
    PngFilter.Shape row(int pixels) {
        int bits = samples() * depth;
        return new PngFilter.Shape((pixels * bits + 7) / 8, Math.max(1, bits / 8));
    }
}
