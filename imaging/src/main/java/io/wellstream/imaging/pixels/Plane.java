package io.wellstream.imaging.pixels;

import java.util.Arrays;

/** One channel of one site: 8-bit grey levels with their width and height. Immutable. */
public final class Plane {
    /** The longest side of an image; larger ones are refused, and sums over pixels stay exact in 64 bits. */
    public static final int MAX_SIDE = 4096;

    private final int width;
    private final int height;
    private final byte[] pixels; // [y, x]

    /** Keeps the array: the caller must not write to it afterwards. */
    public Plane(int width, int height, byte[] pixels) {
        if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
            throw new IllegalArgumentException(
                    "a plane of " + width + "x" + height + "; expected sides of 1 to " + MAX_SIDE);
        }
        if (pixels.length != width * height) {
            throw new IllegalArgumentException(pixels.length + " pixels for a plane of " + width + "x" + height);
        }
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** All pixels, row by row from the top, 0…255 as unsigned bytes. Not a copy: read it only. */
    public byte[] pixels() {
        return pixels;
    }

    /** The grey level at a position, 0…255. */
    public int at(int x, int y) {
        return pixels[y * width + x] & 0xff;
    }

    public PixelStatistics statistics() {
        return PixelStatistics.of(pixels);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Plane plane && width == plane.width && Arrays.equals(pixels, plane.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * width + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "Plane[" + width + "x" + height + "]";
    }
}
