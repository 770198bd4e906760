package io.wellstream.imaging.render;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.awt.Color;
import java.awt.image.BufferedImage;

/**
 * Shows all channels of a site in one picture: each channel's colour, scaled by the pixel's brightness, summed and clipped at
 * white, as in {@code convert_tensor_to_rgb} in rxrx/io.py of github.com/recursionpharma/rxrx1-utils.
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

    /** Red, green and blue before clipping: [colour, pixel]. */
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

    private static void add(Plane plane, ChannelColor shown, int color, int[] sums) {
        int[] table = new int[plane.depth().levels()];
        for (int grey = 0; grey < table.length; grey++) {
            table[grey] = (int) (shown.brightness(grey) * color);
        }
        if (plane.depth().isSixteen()) {
            short[] levels = plane.numbers();
            for (int i = 0; i < levels.length; i++) {
                sums[i] += table[levels[i] & 0xffff];
            }
            return;
        }
        byte[] pixels = plane.pixels();
        for (int i = 0; i < pixels.length; i++) {
            sums[i] += table[pixels[i] & 0xff];
        }
    }
}
