package io.wellstream.imaging.render;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
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
    /** The share of pixels that may be brighter than white when a palette is fitted. */
    private static final double BRIGHTER = 0.002;

    private static final double DARKEST_WHITE = 8;

    /** From {@code RGB_MAP} in rxrx/io.py of github.com/recursionpharma/rxrx1-utils. */
    private static final Palette RXRX1 = new Palette(List.of(
            new ChannelColor(new Color(19, 0, 249), 51),
            new ChannelColor(new Color(42, 255, 31), 107),
            new ChannelColor(new Color(255, 0, 25), 64),
            new ChannelColor(new Color(45, 255, 252), 191),
            new ChannelColor(new Color(250, 0, 253), 89),
            new ChannelColor(new Color(254, 255, 40), 191)));

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
            colors.add(new ChannelColor(Color.getHSBColor((float) channel / channels, 1, 1), 255));
        }
        return new Palette(colors);
    }

    /**
     * The same colours, with white where these sites need it: sites shown side by side share one palette. As the colours of
     * all channels are added, each alone reaches only its share of full brightness.
     */
    public Palette fittedTo(Collection<SiteImage> sites) {
        List<ChannelColor> fitted = new ArrayList<>();
        for (int channel = 0; channel < channels.size(); channel++) {
            long[] histogram = new long[256];
            for (SiteImage site : sites) {
                count(site.plane(channel), histogram);
            }
            fitted.add(new ChannelColor(
                    channels.get(channel).color(), white(histogram) * Math.max(1, channels.size() / 2.5)));
        }
        return new Palette(fitted);
    }

    private static void count(Plane plane, long[] histogram) {
        for (byte pixel : plane.pixels()) {
            histogram[pixel & 0xff]++;
        }
    }

    private static double white(long[] histogram) {
        long all = 0;
        for (long count : histogram) {
            all += count;
        }
        long brighter = 0;
        for (int grey = 255; grey > DARKEST_WHITE; grey--) {
            brighter += histogram[grey];
            if (brighter > all * BRIGHTER) {
                return grey;
            }
        }
        return DARKEST_WHITE;
    }
}
