package io.wellstream.simulator.drawing;

import io.wellstream.simulator.random.RandomStream;

/**
 * Converts stains to 8-bit images: blur and haze, uneven light, gain, dark level, shot noise, rounding. There is one camera per
 * experiment and channel, because uneven light stays the same during an experiment.
 *
 * @param tiltX relative change of light from left to right over a full field; {@code tiltY} from top to bottom
 * @param vignette loss of light in the corners of a full field
 */
record Camera(double tiltX, double tiltY, double vignette) {

    static final double DARK = 1;
    private static final double FULL_FIELD = 512;
    private static final double FOCUS = 1.05;
    private static final double HAZE = 0.28;
    private static final double HAZE_REACH = 16;
    private static final int HAZE_STEP = 4;
    private static final double SHOT = 0.02;
    private static final double READ = 0.1;

    static Camera of(RandomStream random) {
        return new Camera(0.15 * random.nextGaussian(), 0.15 * random.nextGaussian(), random.uniform(0.1, 0.4));
    }

    /**
     * @param gain grey levels per unit of stain
     * @param background uniform stain outside cells
     * @param defocus blur as a multiple of the sharpest focus
     * @return grey levels, row by row
     */
    byte[] expose(Canvas stain, double gain, double background, double defocus, RandomStream random) {
        int side = stain.side;
        Canvas sharp = stain.blur(FOCUS * defocus);
        Canvas haze = stain.coarse(HAZE_STEP).blur(HAZE_REACH / HAZE_STEP);
        byte[] pixels = new byte[side * side];
        int i = 0;
        for (int y = 0; y < side; y++) {
            double v = (y - side / 2.0) / FULL_FIELD;
            double hazeY = (y + 0.5) / HAZE_STEP - 0.5;
            for (int x = 0; x < side; x++, i++) {
                double u = (x - side / 2.0) / FULL_FIELD;
                double light = Math.max(0.1, 1 + tiltX * u + tiltY * v - 2 * vignette * (u * u + v * v));
                double cells = (1 - HAZE) * sharp.values[i] + HAZE * haze.between((x + 0.5) / HAZE_STEP - 0.5, hazeY);
                double level = DARK + gain * light * (cells + background);
                double seen = level + Math.sqrt(READ * READ + SHOT * level) * random.nextGrain();
                pixels[i] = (byte) Math.clamp((int) (seen + 0.5), 0, 255);
            }
        }
        return pixels;
    }
}
