package io.wellstream.imaging.pixels;

import io.wellstream.imaging.screen.Depth;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One channel of one site: grey levels of 8 or 16 bits with their width and height. Immutable. */
public final class Plane {
    /** The longest side of an image; larger ones are refused, and sums over pixels stay exact in 64 bits. */
    public static final int MAX_SIDE = 4096;

    private final int width;
    private final int height;
    private final byte @Nullable [] pixels; // [y, x], of 8 bits
    private final short @Nullable [] numbers; // [y, x], of 16 bits
    private final LevelUnit unit; // of the numbers
    private final LevelUnit finest; // in which averages of the numbers are kept

    /** Keeps the array: the caller must not write to it afterwards. */
    public Plane(int width, int height, byte[] pixels) {
        check(width, height, pixels.length);
        this.width = width;
        this.height = height;
        this.pixels = pixels;
        this.numbers = null;
        this.unit = LevelUnit.LEVEL;
        this.finest = LevelUnit.LEVEL;
    }

    /**
     * Keeps the array: the caller must not write to it afterwards.
     *
     * @param levels of 16 bits, unsigned, row by row from the top
     */
    public Plane(int width, int height, short[] levels) {
        this(width, height, levels, LevelUnit.LEVEL);
    }

    /**
     * Keeps the array: the caller must not write to it afterwards.
     *
     * @param numbers of 16 bits, unsigned, row by row from the top
     */
    public Plane(int width, int height, short[] numbers, LevelUnit unit) {
        check(width, height, numbers.length);
        this.width = width;
        this.height = height;
        this.pixels = null;
        this.numbers = numbers;
        this.unit = unit;
        this.finest = unit.equals(LevelUnit.LEVEL) ? finest(numbers) : unit;
    }

    /** A plane of grey level 0. */
    public static Plane black(int width, int height, Depth depth) {
        return depth.isSixteen()
                ? new Plane(width, height, new short[width * height])
                : new Plane(width, height, new byte[width * height]);
    }

    private static void check(int width, int height, int pixels) {
        if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
            throw new IllegalArgumentException(
                    "a plane of " + width + "x" + height + "; expected sides of 1 to " + MAX_SIDE);
        }
        if (pixels != width * height) {
            throw new IllegalArgumentException(pixels + " pixels for a plane of " + width + "x" + height);
        }
    }

    private static LevelUnit finest(short[] levels) {
        int min = 0xffff;
        int max = 0;
        for (short level : levels) {
            min = Math.min(min, level & 0xffff);
            max = Math.max(max, level & 0xffff);
        }
        return LevelUnit.finest(min, max);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public Depth depth() {
        return Depth.of(numbers != null);
    }

    /** All pixels of an 8-bit plane, row by row from the top, 0…255 as unsigned bytes. Not a copy: read it only. */
    public byte[] pixels() {
        if (pixels == null) {
            throw new IllegalStateException(this + " as bytes; expected an 8-bit plane");
        }
        return pixels;
    }

    /** All pixels of a 16-bit plane in its {@link #unit}, row by row from the top, unsigned. Not a copy: read it only. */
    public short[] numbers() {
        if (numbers == null) {
            throw new IllegalStateException(this + " as 16-bit numbers; expected a 16-bit plane");
        }
        return numbers;
    }

    /** What the numbers of a 16-bit plane mean. */
    public LevelUnit unit() {
        return unit;
    }

    /** The unit in which averages of the pixels of a 16-bit plane are kept; that of the plane, unless it holds whole levels. */
    public LevelUnit finestUnit() {
        return finest;
    }

    /** The pixel at a position: a grey level, or a number in the plane's {@link #unit}. */
    public int at(int x, int y) {
        int i = y * width + x;
        return numbers != null ? numbers[i] & 0xffff : pixels()[i] & 0xff;
    }

    /** Adds the pixels to counts of each grey level. */
    public void count(long[] levels) {
        if (numbers != null) {
            for (short number : numbers) {
                levels[number & 0xffff]++;
            }
        } else {
            for (byte pixel : pixels()) {
                levels[pixel & 0xff]++;
            }
        }
    }

    public PixelStatistics statistics() {
        return PixelStatistics.of(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Plane plane
                && width == plane.width
                && unit.equals(plane.unit)
                && Arrays.equals(pixels, plane.pixels)
                && Arrays.equals(numbers, plane.numbers);
    }

    @Override
    public int hashCode() {
        return 31 * width + (numbers == null ? Arrays.hashCode(pixels) : Arrays.hashCode(numbers));
    }

    @Override
    public String toString() {
        return "Plane[" + width + "x" + height + (numbers == null ? "" : ", 16-bit") + "]";
    }
}
