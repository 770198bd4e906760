package io.wellstream.imaging.screen;

import java.util.Optional;

/**
 * A fluorescence channel of a screen.
 *
 * @param number as in file names, from 1
 * @param stain what it shows, e.g. {@code nuclei (Hoechst 33342)}
 * @param levels which levels of its 16-bit images become black and white; empty for 8-bit images, which stay as they are
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

    /** The fixed factor from source grey levels to the 0…255 that every site object holds; 1 for 8-bit images. */
    public double scale() {
        return levels.map(Levels::scale).orElse(1.0);
    }
}
