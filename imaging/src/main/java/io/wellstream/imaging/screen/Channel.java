package io.wellstream.imaging.screen;

import java.util.Optional;

/**
 * A fluorescence channel of a screen.
 *
 * @param number as in file names, from 1
 * @param stain what it shows, e.g. {@code nuclei (Hoechst 33342)}
 * @param levels which levels of its 16-bit images become black and white in 8 bits; empty for images that stay as they are
 * @param page which page of a file it is, from 1; 0 if a file has one page
 */
public record Channel(int number, String stain, Optional<Levels> levels, int page) {
    public Channel {
        if (number < 1 || number > 99) {
            throw new IllegalArgumentException("channel " + number + "; expected 1 to 99");
        }
        if (page < 0 || page > 9_999) {
            throw new IllegalArgumentException("page " + page + " of channel " + number + "; expected 1 to 9999");
        }
    }

    /** A channel whose images have 8 bits and a file each. */
    public Channel(int number, String stain) {
        this(number, stain, Optional.empty(), 0);
    }

    /** The fixed factor from source grey levels to those of site objects; 1 for images that stay as they are. */
    public double scale() {
        return levels.map(Levels::scale).orElse(1.0);
    }
}
