package io.wellstream.imaging.simulate;

/**
 * Turns stains into 8-bit pictures: blur and haze, uneven light, gain, dark level, shot noise, rounding. One camera per
 * experiment and channel, because the light's unevenness stays for an experiment.
 *
 * @param tiltX change of light from left to right over a full field, as a share; {@code tiltY} from top to bottom
 * @param vignette loss of light in the corners of a full field
 */
record Camera(double tiltX, double tiltY, double vignette) {

    static final double DARK = 1;
    private static final double FULL_FIELD = 512;
    private static final double FOCUS = 1.05;
    private static final double HAZE = 0.28;
    private static final double HAZE_REACH = 16;
    private static final double SHOT = 0.02;
    private static final double READ = 0.1;

    static Camera of(RandomStream random) {
        return new Camera(0.15 * random.nextGaussian(), 0.15 * random.nextGaussian(), random.uniform(0.1, 0.4));
    }

    /**
     * @param gain grey levels per unit of stain
     * @param defocus blur as a multiple of the sharpest
     * @return grey levels, row by row
     */
    byte[] expose(Plane stain, double gain, double defocus, RandomStream random) {
        int side = stain.side;
        Plane sharp = stain.copy().blur(FOCUS * defocus);
        Plane haze = stain.copy().blur(HAZE_REACH);
        byte[] pixels = new byte[side * side];
        for (int i = 0; i < pixels.length; i++) {
            double u = (i % side - side / 2.0) / FULL_FIELD;
            int y = i / side;
            double v = (y - side / 2.0) / FULL_FIELD;
            double light = Math.max(0.1, 1 + tiltX * u + tiltY * v - 2 * vignette * (u * u + v * v));
            double level = DARK + gain * light * ((1 - HAZE) * sharp.values[i] + HAZE * haze.values[i]);
            double seen = level + Math.sqrt(READ * READ + SHOT * level) * random.nextGrain();
            pixels[i] = (byte) Math.clamp((long) Math.floor(seen + 0.5), 0, 255);
        }
        return pixels;
    }
}
