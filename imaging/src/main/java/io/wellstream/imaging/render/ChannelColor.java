package io.wellstream.imaging.render;

import java.awt.Color;

/**
 * How one channel is shown.
 *
 * @param color of the brightest pixels
 * @param white the grey level that reaches that colour; brighter ones are no brighter
 */
public record ChannelColor(Color color, double white) {
    public ChannelColor {
        if (!(white >= 1 && white <= 255)) {
            throw new IllegalArgumentException("white at grey level " + white + "; expected 1 to 255");
        }
    }
}
