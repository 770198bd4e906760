package io.wellstream.imaging.pixels;

/**
 * What the numbers of a 16-bit plane mean: grey level = base + number / 2^fraction. Files hold whole levels; an average or a corrected
 * level lies between levels, and is kept in the finest unit in which the range of its plane fits 16 bits.
 *
 * @param base the level of number 0
 * @param fraction bits below a whole level
 */
public record LevelUnit(int base, int fraction) {
    /** Numbers are levels. */
    public static final LevelUnit LEVEL = new LevelUnit(0, 0);

    public LevelUnit {
        if (base < 0 || base > 0xffff || fraction < 0 || fraction > Short.SIZE) {
            throw new IllegalArgumentException("base " + base + " and " + fraction + " bits of fraction");
        }
    }

    /** The finest unit for levels of a range; every mean of such levels is a number of at most 65,535. */
    public static LevelUnit finest(int min, int max) {
        int range = max - min;
        return new LevelUnit(min, range == 0 ? 0 : Short.SIZE - (Integer.SIZE - Integer.numberOfLeadingZeros(range)));
    }

    /** The level that a number means. */
    double level(double number) {
        return base + number / (1 << fraction);
    }

    /** The number next to a level of the unit's range, halves up. */
    public short number(double level) {
        return (short) Math.clamp((long) ((level - base) * (1 << fraction) + 0.5), 0, 0xffff);
    }

    /** What a number is multiplied by where a level is multiplied by {@code scale}; exact. */
    public float scale(float scale) {
        return scale / (1 << fraction);
    }

    /** What is added then where {@code offset} is added to a level. */
    public float offset(float scale, float offset) {
        return base == 0 ? offset : (float) (offset + (double) base * scale);
    }
}
