package io.wellstream.imaging.augment;

import org.jspecify.annotations.Nullable;

/**
 * One pass over each plane: a window is resized, its grey levels are changed, and it is written turned.
 *
 * @param window of the plane
 * @param width of the result before it is turned
 * @param height of the result before it is turned
 * @param sampling of the resize; null if the window keeps its size
 * @param tone null if grey levels stay as they are
 */
record PixelPass(
        Window window,
        int width,
        int height,
        @Nullable Sampling sampling,
        Orientation orientation,
        @Nullable Tone tone) {

    /** Width of the result. */
    int turnedWidth() {
        return orientation.transposed() ? height : width;
    }

    /** Height of the result. */
    int turnedHeight() {
        return orientation.transposed() ? width : height;
    }

    /** Whether the result is the mean over the area that each pixel covers. */
    boolean averages() {
        return sampling == Sampling.AREA && window.width() >= width && window.height() >= height;
    }

    /** Whether it changes anything in a plane of that size. */
    boolean changes(int planeWidth, int planeHeight) {
        return sampling != null
                || tone != null
                || !orientation.equals(Orientation.AS_IT_IS)
                || !window.equals(Window.whole(planeWidth, planeHeight));
    }

    /** Whether it does more than choose a window. */
    boolean isMoreThanWindow() {
        return sampling != null || tone != null || !orientation.equals(Orientation.AS_IT_IS);
    }

    static PixelPass of(Window window) {
        return new PixelPass(window, window.width(), window.height(), null, Orientation.AS_IT_IS, null);
    }

    PixelPass resized(int side, Sampling how) {
        return new PixelPass(window, side, side, how, orientation, tone);
    }

    PixelPass turned(Orientation turn) {
        return new PixelPass(window, width, height, sampling, turn, tone);
    }

    PixelPass toned(Tone next) {
        return new PixelPass(window, width, height, sampling, orientation, tone == null ? next : tone.then(next));
    }
}
