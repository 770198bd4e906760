package io.wellstream.imaging.augment;

import java.util.ArrayList;
import java.util.List;

/**
 * Joins augmentations to as few passes as give the same bytes as one step after the other. A pass ends where the next choice needs its
 * result: before a window or a resize of pixels that were already resized, changed or turned.
 */
final class PixelPasses {
    private final List<PixelPass> ended = new ArrayList<>(2);
    private int width; // of the source of the open pass
    private int height;
    private PixelPass open;

    private PixelPasses(int width, int height) {
        this.width = width;
        this.height = height;
        this.open = PixelPass.of(Window.whole(width, height));
    }

    /**
     * The passes over planes of a size; none if no choice changes them.
     *
     * @param width of the planes
     * @param height of the planes
     */
    static List<PixelPass> of(List<Augmentation> choices, int width, int height) {
        PixelPasses passes = new PixelPasses(width, height);
        for (Augmentation choice : choices) {
            if (choice instanceof Augmentation.OfPixels ofPixels) {
                passes.add(ofPixels);
            }
        }
        if (passes.open.changes(passes.width, passes.height)) {
            passes.ended.add(passes.open);
        }
        return passes.ended;
    }

    private void add(Augmentation.OfPixels choice) {
        switch (choice) {
            case Augmentation.Resize resize -> resize(resize);
            case Augmentation.Crop crop -> open = PixelPass.of(window().crop(crop));
            case Augmentation.Zoom zoom -> open = PixelPass.of(window().zoom(zoom));
            case Augmentation.Cut cut -> open = PixelPass.of(window().cut(cut));
            case Augmentation.FlipHorizontally() ->
                open = open.turned(open.orientation().flipHorizontally());
            case Augmentation.FlipVertically() ->
                open = open.turned(open.orientation().flipVertically());
            case Augmentation.Transpose() ->
                open = open.turned(open.orientation().transpose());
            case Augmentation.Add add -> open = open.toned(Tone.add(add.levels()));
            case Augmentation.Multiply multiply -> open = open.toned(Tone.multiply(multiply.factor()));
            case Augmentation.Contrast contrast -> open = open.toned(Tone.contrast(contrast.factor()));
        }
    }

    private void resize(Augmentation.Resize resize) {
        int side = resize.side();
        if (open.turnedWidth() != side || open.turnedHeight() != side) {
            window();
            open = open.resized(side, resize.sampling());
        }
    }

    /** The window that the next choice sees; ends the open pass if it does more than choose it. */
    private Window window() {
        if (open.isMoreThanWindow()) {
            ended.add(open);
            width = open.turnedWidth();
            height = open.turnedHeight();
            open = PixelPass.of(Window.whole(width, height));
        }
        return open.window();
    }
}
