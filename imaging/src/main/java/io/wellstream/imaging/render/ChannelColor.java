package io.wellstream.imaging.render;

import io.wellstream.imaging.screen.Depth;
import java.awt.Color;

/**
 * How one channel is shown.
 *
 * @param color of the brightest pixels
 * @param black the grey level that is shown as black, as are all below it
 * @param white the grey level that is shown in the full colour, as are all above it
 */
public record ChannelColor(Color color, double black, double white) {
    public ChannelColor {
        if (!(black >= 0 && black < white && white <= Depth.SIXTEEN.most())) {
            throw new IllegalArgumentException("black at grey level " + black + " and white at " + white
                    + "; expected 0 or more, and white above it, " + Depth.SIXTEEN.most() + " at most");
        }
    }

    /** From 0 to 1. */
    double brightness(int grey) {
        return Math.clamp((grey - black) / (white - black), 0, 1);
    }

    /** The same range with the colour dimmed to this share of its brightness. */
    ChannelColor dimmed(double share) {
        Color dim =
                new Color((int) Math.round(color.getRed() * share), (int) Math.round(color.getGreen() * share), (int)
                        Math.round(color.getBlue() * share));
        return new ChannelColor(dim, black, white);
    }
}
