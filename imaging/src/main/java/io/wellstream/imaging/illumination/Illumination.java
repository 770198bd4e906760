package io.wellstream.imaging.illumination;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.screen.Depth;
import java.util.ArrayList;
import java.util.List;

/**
 * The illumination functions of a plate.
 *
 * @param channels in the screen's order
 */
public record Illumination(List<IlluminationFunction> channels) {
    /**
     * The version of the pixel code in requests for batches and cards of models with corrected illumination of 8-bit sites. Workers and
     * scorers of versions without the correction refuse it.
     */
    public static final int KERNEL_VERSION = 3;

    /** The same for 16-bit sites. */
    public static final int SIXTEEN_BIT_KERNEL_VERSION = 4;

    public Illumination {
        channels = List.copyOf(channels);
    }

    /** The version for sites of a depth. */
    public static int kernelVersion(Depth depth) {
        return depth.isSixteen() ? SIXTEEN_BIT_KERNEL_VERSION : KERNEL_VERSION;
    }

    /** Whether a version of the pixel code corrects illumination. */
    public static boolean isCorrectedBy(int kernelVersion) {
        return kernelVersion == KERNEL_VERSION || kernelVersion == SIXTEEN_BIT_KERNEL_VERSION;
    }

    /**
     * The site with its illumination corrected: each grey level divided by the function. Levels of 8 bits are rounded, and at most 255;
     * those of 16 bits are at most 65,535, and keep what lies between two levels.
     */
    public SiteImage correct(SiteImage site) {
        if (site.channels() != channels.size()) {
            throw new IllegalArgumentException(
                    site + " on a plate whose illumination has " + channels.size() + " channels");
        }
        List<Plane> planes = new ArrayList<>(channels.size());
        for (int channel = 0; channel < channels.size(); channel++) {
            planes.add(channels.get(channel).correct(site.plane(channel)));
        }
        return new SiteImage(planes);
    }
}
