package io.wellstream.imaging.render;

import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.screen.Depth;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The colours of a screen's channels.
 *
 * @param channels in the screen's order
 */
public record Palette(List<ChannelColor> channels) {
    /** Shares of pixels that a fitted palette allows to be darker than black, brighter than white, and clipped in the sum. */
    private static final double DARKER = 0.02;

    private static final double BRIGHTER = 0.002;
    private static final double SATURATED = 0.01;

    /** Grey levels; a smaller range is noise and is not stretched to full brightness. */
    private static final double SMALLEST_RANGE = 8;

    private static final double SMALLEST_DEEP_RANGE = 32; // of 16-bit sites

    /** From {@code RGB_MAP} in rxrx/io.py of github.com/recursionpharma/rxrx1-utils. */
    private static final Palette RXRX1 = new Palette(List.of(
            new ChannelColor(new Color(19, 0, 249), 0, 51),
            new ChannelColor(new Color(42, 255, 31), 0, 107),
            new ChannelColor(new Color(255, 0, 25), 0, 64),
            new ChannelColor(new Color(45, 255, 252), 0, 191),
            new ChannelColor(new Color(250, 0, 253), 0, 89),
            new ChannelColor(new Color(254, 255, 40), 0, 191)));

    public Palette {
        channels = List.copyOf(channels);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("a palette without colours");
        }
    }

    /** The colours and ranges that RxRx1's authors publish for its six stains. */
    public static Palette rxrx1() {
        return RXRX1;
    }

    /** RxRx1's colours for six channels, evenly spaced hues for any other number. */
    public static Palette of(int channels) {
        if (channels == RXRX1.channels.size()) {
            return RXRX1;
        }
        List<ChannelColor> colors = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            colors.add(new ChannelColor(Color.getHSBColor((float) channel / channels, 1, 1), 0, 255));
        }
        return new Palette(colors);
    }

    /**
     * The same colours with black and white fitted to these sites, dimmed so that few sums are clipped. Use one palette for sites
     * that are compared.
     *
     * @param sites of one depth
     */
    public Palette fittedTo(Collection<SiteImage> sites) {
        Depth depth = sites.stream().map(SiteImage::depth).findFirst().orElse(Depth.EIGHT);
        double smallestRange = depth.isSixteen() ? SMALLEST_DEEP_RANGE : SMALLEST_RANGE;
        List<ChannelColor> fitted = new ArrayList<>();
        for (int channel = 0; channel < channels.size(); channel++) {
            int shown = channel;
            Histogram greys = new Histogram(depth.levels());
            sites.forEach(site -> greys.addAll(site.plane(shown)));
            double black = greys.percentile(DARKER);
            double white = Math.min(depth.most(), Math.max(black + smallestRange, greys.percentile(1 - BRIGHTER)));
            fitted.add(new ChannelColor(channels.get(channel).color(), Math.min(black, white - 1), white));
        }
        Palette bright = new Palette(fitted);
        Histogram sums = new Histogram(256 * channels.size());
        for (SiteImage site : sites) {
            int[][] rgb = Composite.sums(site, bright);
            for (int i = 0; i < rgb[0].length; i++) {
                sums.add(Math.max(rgb[0][i], Math.max(rgb[1][i], rgb[2][i])));
            }
        }
        double dim = Math.min(1, 255.0 / Math.max(1, sums.percentile(1 - SATURATED)));
        return new Palette(fitted.stream().map(channel -> channel.dimmed(dim)).toList());
    }
}
