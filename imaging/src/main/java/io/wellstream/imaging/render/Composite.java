package io.wellstream.imaging.render;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.awt.Color;
import java.awt.image.BufferedImage;

/**
 * Shows all channels of a site in one picture: each channel's colour, as bright as its pixel is, summed and cut off at white, as
 * {@code convert_tensor_to_rgb} in rxrx/io.py of github.com/recursionpharma/rxrx1-utils does.
 */
public final class Composite {
    private Composite() {}

    public static BufferedImage of(SiteImage site, Palette palette) {
        if (site.channels() != palette.channels().size()) {
            throw new IllegalArgumentException(
                    site + " with a palette of " + palette.channels().size() + " colours");
        }
        int[][] sums = sums(site, palette);
        BufferedImage image = new BufferedImage(site.width(), site.height(), BufferedImage.TYPE_INT_RGB);
        int[] rgb = new int[sums[0].length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = Math.min(255, sums[0][i]) << 16 | Math.min(255, sums[1][i]) << 8 | Math.min(255, sums[2][i]);
        }
        image.setRGB(0, 0, site.width(), site.height(), rgb, 0, site.width());
        return image;
    }

    /** Red, green and blue before they are cut off: [colour, pixel]. */
    static int[][] sums(SiteImage site, Palette palette) {
        int[][] sums = new int[3][site.width() * site.height()];
        for (int channel = 0; channel < site.channels(); channel++) {
            ChannelColor shown = palette.channels().get(channel);
            Color color = shown.color();
            add(site.plane(channel), shown, color.getRed(), sums[0]);
            add(site.plane(channel), shown, color.getGreen(), sums[1]);
            add(site.plane(channel), shown, color.getBlue(), sums[2]);
        }
        return sums;
    }

    /** One channel in grey, as bright as the palette says. */
    public static BufferedImage ofChannel(SiteImage site, int channel, Palette palette) {
        Plane plane = site.plane(channel);
        ChannelColor shown = palette.channels().get(channel);
        BufferedImage image = new BufferedImage(site.width(), site.height(), BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < plane.height(); y++) {
            for (int x = 0; x < plane.width(); x++) {
                image.getRaster().setSample(x, y, 0, (int) (255 * shown.brightness(plane.at(x, y))));
            }
        }
        return image;
    }

    private static void add(Plane plane, ChannelColor shown, int color, int[] sums) {
        int[] table = new int[256];
        for (int grey = 0; grey < 256; grey++) {
            table[grey] = (int) (shown.brightness(grey) * color);
        }
        byte[] pixels = plane.pixels();
        for (int i = 0; i < pixels.length; i++) {
            sums[i] += table[pixels[i] & 0xff];
        }
    }
}
