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
        int[] red = new int[site.width() * site.height()];
        int[] green = new int[red.length];
        int[] blue = new int[red.length];
        for (int channel = 0; channel < site.channels(); channel++) {
            ChannelColor shown = palette.channels().get(channel);
            Color color = shown.color();
            add(site.plane(channel), color.getRed(), shown.white(), red);
            add(site.plane(channel), color.getGreen(), shown.white(), green);
            add(site.plane(channel), color.getBlue(), shown.white(), blue);
        }
        BufferedImage image = new BufferedImage(site.width(), site.height(), BufferedImage.TYPE_INT_RGB);
        int[] rgb = new int[red.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = Math.min(255, red[i]) << 16 | Math.min(255, green[i]) << 8 | Math.min(255, blue[i]);
        }
        image.setRGB(0, 0, site.width(), site.height(), rgb, 0, site.width());
        return image;
    }

    /** One channel in grey, as bright as the palette says. */
    public static BufferedImage ofChannel(SiteImage site, int channel, Palette palette) {
        Plane plane = site.plane(channel);
        double white = palette.channels().get(channel).white();
        BufferedImage image = new BufferedImage(site.width(), site.height(), BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < plane.height(); y++) {
            for (int x = 0; x < plane.width(); x++) {
                image.getRaster().setSample(x, y, 0, (int) (255 * Math.min(1, plane.at(x, y) / white)));
            }
        }
        return image;
    }

    private static void add(Plane plane, int color, double white, int[] sums) {
        int[] table = new int[256];
        for (int grey = 0; grey < 256; grey++) {
            table[grey] = (int) (Math.min(1, grey / white) * color);
        }
        byte[] pixels = plane.pixels();
        for (int i = 0; i < pixels.length; i++) {
            sums[i] += table[pixels[i] & 0xff];
        }
    }
}
