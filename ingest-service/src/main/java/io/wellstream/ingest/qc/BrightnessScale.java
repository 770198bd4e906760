package io.wellstream.ingest.qc;

import java.awt.Color;
import java.util.Collection;

/**
 * The colours of wells in a map of a plate: blue if a well is darker than the plate's median and red if it is brighter, saturated at half
 * and at twice.
 */
final class BrightnessScale {
    private static final double SATURATED = Math.log(2);
    private static final double DARKEST = 0.01; // grey levels; a black well is darker than any median above it

    private final int channel;
    private final double median;

    /**
     * @param means grey levels of the plate's wells, by channel
     * @param channel from 0
     */
    BrightnessScale(Collection<double[]> means, int channel) {
        this.channel = channel;
        double[] sorted =
                means.stream().mapToDouble(mean -> mean[channel]).sorted().toArray();
        this.median = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    /** @param mean grey levels of a well, by channel */
    Color of(double[] mean) {
        double ratio = Math.max(DARKEST, mean[channel]) / Math.max(DARKEST, median);
        double distance = Math.clamp(Math.log(ratio) / SATURATED, -1, 1);
        int faded = (int) Math.round(255 * (1 - Math.abs(distance)));
        return distance > 0 ? new Color(255, faded, faded) : new Color(faded, faded, 255);
    }
}
