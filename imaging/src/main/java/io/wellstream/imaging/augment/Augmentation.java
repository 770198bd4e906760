package io.wellstream.imaging.augment;

/** One random choice that has been made: a value that says exactly what happens to a sample. */
public sealed interface Augmentation {
    /** Changes grey levels, in all channels in the same way. */
    sealed interface OfPixels extends Augmentation {}

    /** Applies after normalisation, through a sample's scale and offset. */
    sealed interface OfValues extends Augmentation {}

    /** Resizes to a square of {@code side} pixels. */
    record Resize(int side, Sampling sampling) implements OfPixels {
        public Resize {
            if (side < 1) {
                throw new IllegalArgumentException("side " + side + "; expected 1 or more");
            }
        }
    }

    /** Removes rows and columns at the edges, in pixels. */
    record Crop(int top, int right, int bottom, int left) implements OfPixels {
        public Crop {
            if (top < 0 || right < 0 || bottom < 0 || left < 0) {
                throw new IllegalArgumentException("a crop of " + top + ", " + right + ", " + bottom + ", " + left);
            }
        }
    }

    /**
     * Keeps a window with the image's proportions.
     *
     * @param share of each side, above 0 to 1
     * @param x where the window lies, from 0 (left) to 1 (right)
     * @param y from 0 (top) to 1 (bottom)
     */
    record Zoom(double share, double x, double y) implements OfPixels {
        public Zoom {
            if (!(share > 0 && share <= 1) || !(x >= 0 && x <= 1) || !(y >= 0 && y <= 1)) {
                throw new IllegalArgumentException("a zoom to " + share + " at " + x + ", " + y);
            }
        }
    }

    /**
     * Keeps a square window of {@code side} pixels, or what there is of it in a smaller image, at the image's resolution.
     *
     * @param x where the window lies, from 0 (left) to 1 (right)
     * @param y from 0 (top) to 1 (bottom)
     */
    record Cut(int side, double x, double y) implements OfPixels {
        public Cut {
            if (side < 1 || !(x >= 0 && x <= 1) || !(y >= 0 && y <= 1)) {
                throw new IllegalArgumentException("a cut of side " + side + " at " + x + ", " + y);
            }
        }
    }

    record FlipHorizontally() implements OfPixels {}

    record FlipVertically() implements OfPixels {}

    /** Exchanges x and y; together with the two flips it gives all eight flips and rotations. */
    record Transpose() implements OfPixels {}

    record Add(int levels) implements OfPixels {}

    record Multiply(float factor) implements OfPixels {}

    /** 127 + factor × (grey level − 127). */
    record Contrast(float factor) implements OfPixels {}

    /**
     * Gives the network zeros instead of a channel.
     *
     * @param channel from 0
     */
    record DropChannel(int channel) implements OfValues {}
}
