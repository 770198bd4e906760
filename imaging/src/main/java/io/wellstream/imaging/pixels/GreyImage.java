package io.wellstream.imaging.pixels;

import io.wellstream.imaging.screen.Levels;

/** One grey image as its file holds it, with levels of 8 or 16 bits. Immutable. */
public final class GreyImage {
    private final int width;
    private final int height;
    private final int bits;
    private final short[] levels; // [y, x], unsigned

    /**
     * Keeps the array: the caller must not write to it afterwards.
     *
     * @param bits of the file's levels, 8 or 16
     * @param levels unsigned, row by row from the top
     */
    public GreyImage(int width, int height, int bits, short[] levels) {
        if (width < 1 || width > Plane.MAX_SIDE || height < 1 || height > Plane.MAX_SIDE) {
            throw new IllegalArgumentException(
                    "an image of " + width + "x" + height + "; expected sides of 1 to " + Plane.MAX_SIDE);
        }
        if ((bits != 8 && bits != 16) || levels.length != width * height) {
            throw new IllegalArgumentException(
                    levels.length + " levels of " + bits + " bits for an image of " + width + "x" + height);
        }
        this.width = width;
        this.height = height;
        this.bits = bits;
        this.levels = levels;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** 8 or 16. */
    public int bits() {
        return bits;
    }

    /** How many pixels there are. */
    public int size() {
        return levels.length;
    }

    /** The level of the i-th pixel, row by row from the top. */
    public int at(int i) {
        return levels[i] & 0xffff;
    }

    /** An 8-bit image as it is. */
    public Plane plane() {
        if (bits != 8) {
            throw new IllegalStateException("an image of " + bits + " bits without levels");
        }
        byte[] pixels = new byte[levels.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) levels[i];
        }
        return new Plane(width, height, pixels);
    }

    /** A 16-bit image as it is. */
    public Plane sixteenBitPlane() {
        if (bits != 16) {
            throw new IllegalStateException("an image of " + bits + " bits as a 16-bit plane");
        }
        return new Plane(width, height, levels);
    }

    /** The image in 8 bits. */
    public Plane plane(Levels scale) {
        byte[] greys = new byte[Levels.MOST + 1];
        for (int level = 0; level < greys.length; level++) {
            greys[level] = (byte) scale.grey(level);
        }
        byte[] pixels = new byte[levels.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = greys[levels[i] & 0xffff];
        }
        return new Plane(width, height, pixels);
    }

    @Override
    public String toString() {
        return "GreyImage[" + bits + " bits, " + width + "x" + height + "]";
    }
}
