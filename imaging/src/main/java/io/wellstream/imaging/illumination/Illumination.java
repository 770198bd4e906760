package io.wellstream.imaging.illumination;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.util.ArrayList;
import java.util.List;

/**
 * The illumination functions of a plate.
 *
 * @param channels in the screen's order
 */
public record Illumination(List<IlluminationFunction> channels) {
    /**
     * The version of the pixel code in requests for batches and cards of models with corrected illumination. Workers and scorers of
     * versions without the correction refuse it.
     */
    public static final int KERNEL_VERSION = 3;

    public Illumination {
        channels = List.copyOf(channels);
    }

    /** The site with its illumination corrected: each grey level divided by the function, rounded, and at most 255. */
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
