package io.wellstream.imaging.pixels;

/** The IHDR chunk of a PNG that this package reads: 8-bit grey, not interlaced, of a bearable size. */
record PngHeader(int width, int height) {
    private static final int LENGTH = 13;

    static PngHeader read(byte[] file, int start, int length) throws BadImageException {
        if (length != LENGTH) {
            throw new BadImageException("PNG header of " + length + " bytes; expected " + LENGTH);
        }
        int width = readInt(file, start);
        int height = readInt(file, start + 4);
        int depth = file[start + 8] & 0xff;
        int color = file[start + 9] & 0xff;
        if (depth != 8 || color != 0) {
            throw new BadImageException("found a " + depth + "-bit " + mode(color) + " PNG; expected 8-bit grey");
        }
        if (file[start + 10] != 0 || file[start + 11] != 0) {
            throw new BadImageException("PNG of unknown compression or filter method");
        }
        if (file[start + 12] != 0) {
            throw new BadImageException("found an interlaced PNG; expected one without interlace");
        }
        if (width < 1 || width > Plane.MAX_SIDE || height < 1 || height > Plane.MAX_SIDE) {
            throw new BadImageException("PNG declares " + Integer.toUnsignedString(width) + "x"
                    + Integer.toUnsignedString(height) + " pixels; expected sides of 1 to " + Plane.MAX_SIDE);
        }
        return new PngHeader(width, height);
    }

    static int readInt(byte[] file, int at) {
        return (file[at] & 0xff) << 24
                | (file[at + 1] & 0xff) << 16
                | (file[at + 2] & 0xff) << 8
                | (file[at + 3] & 0xff);
    }

    private static String mode(int color) {
        return switch (color) {
            case 0 -> "grey";
            case 2 -> "RGB";
            case 3 -> "palette";
            case 4 -> "grey with alpha";
            case 6 -> "RGB with alpha";
            default -> "unknown-mode (" + color + ")";
        };
    }
}
