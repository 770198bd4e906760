package io.wellstream.imaging.screen;

/**
 * Which grey levels of a channel's 16-bit images become black (0) and white (255), in all images of the screen. Levels between them are
 * spread evenly and rounded; levels beyond them are black or white.
 */
public record Levels(int black, int white) {
    /** The greatest level of a 16-bit image. */
    public static final int MOST = 65_535;

    public Levels {
        if (black < 0 || white > MOST || black >= white) {
            throw new IllegalArgumentException("black " + black + " and white " + white
                    + "; expected two grey levels of 0 to " + MOST + ", black below white");
        }
    }

    /** The grey level, 0…255, that a level of the source becomes. */
    public int grey(int level) {
        if (level <= black) {
            return 0;
        }
        if (level >= white) {
            return 255;
        }
        int range = white - black;
        return (2 * 255 * (level - black) + range) / (2 * range); // rounded to the nearest
    }

    /** By how much a difference between two levels is multiplied. */
    public double scale() {
        return 255.0 / (white - black);
    }

    /** As {@code screen.yaml} has it. */
    @Override
    public String toString() {
        return "black: " + black + ", white: " + white;
    }
}
