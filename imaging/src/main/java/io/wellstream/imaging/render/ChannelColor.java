package io.wellstream.imaging.render;

import java.awt.Color;

/**
 * How one channel is shown.
 *
 * @param color of the brightest pixels
 * @param white the grey level that reaches that colour; brighter ones are no brighter; above 255 the channel stays dimmer
 */
public record ChannelColor(Color color, double white) {
    public ChannelColor {
        if (!(white >= 1 && white <= 65_535)) {
            throw new IllegalArgumentException("white at grey level " + white + "; expected 1 to 65535");
        }
    }
}
