package io.wellstream.imaging.screen;

/**
 * A fluorescence channel of a screen.
 *
 * @param number as in file names, from 1
 * @param stain what it shows, e.g. {@code nuclei (Hoechst 33342)}
 * @param scale the fixed factor from source grey levels to the 0…255 that every site object holds; 1 for 8-bit images
 */
public record Channel(int number, String stain, double scale) {
    public Channel {
        if (number < 1 || number > 99) {
            throw new IllegalArgumentException("channel " + number + "; expected 1 to 99");
        }
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException(
                    "scale " + scale + " of channel " + number + "; expected a positive number");
        }
    }
}
