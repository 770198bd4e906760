package io.wellstream.imaging.illumination;

import io.wellstream.imaging.pixels.LevelUnit;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.screen.Depth;

/**
 * Corrects the illumination of a 16-bit plane. What is above the offset is multiplied by the gains, and levels are limited to 0 to 65,535.
 * The result is in the finest unit of its range, so a dim channel keeps what lies between two levels.
 */
record SixteenBitCorrection(GainRows gains, int offset) {

    /** @param plane of whole levels; it is read twice, because the least and the greatest corrected level choose the unit */
    Plane of(Plane plane) {
        if (!plane.unit().equals(LevelUnit.LEVEL)) {
            throw new IllegalArgumentException(plane + " holds averages; expected whole grey levels");
        }
        LevelUnit unit = unit(plane);
        short[] in = plane.numbers();
        short[] out = new short[in.length];
        int position = 0;
        for (int y = 0; y < plane.height(); y++) {
            for (float gain : gains.of(y)) {
                out[position] = unit.number(corrected(in[position], gain));
                position++;
            }
        }
        return new Plane(plane.width(), plane.height(), out, unit);
    }

    private LevelUnit unit(Plane plane) {
        short[] in = plane.numbers();
        double least = Depth.SIXTEEN.most();
        double greatest = 0;
        int position = 0;
        for (int y = 0; y < plane.height(); y++) {
            for (float gain : gains.of(y)) {
                double level = corrected(in[position], gain);
                least = Math.min(least, level);
                greatest = Math.max(greatest, level);
                position++;
            }
        }
        return LevelUnit.finest((int) Math.floor(least), (int) Math.ceil(greatest));
    }

    private double corrected(short level, float gain) {
        return Math.clamp(offset + ((level & 0xffff) - offset) * (double) gain, 0.0, Depth.SIXTEEN.most());
    }
}
