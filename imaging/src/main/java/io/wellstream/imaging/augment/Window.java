package io.wellstream.imaging.augment;

/** A part of a plane, in pixels. */
record Window(int left, int top, int width, int height) {
    Window {
        if (left < 0 || top < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "a window of " + width + "x" + height + " pixels at " + left + ", " + top);
        }
    }

    static Window whole(int width, int height) {
        return new Window(0, 0, width, height);
    }

    Window crop(Augmentation.Crop crop) {
        return within(crop.left(), crop.top(), width - crop.left() - crop.right(), height - crop.top() - crop.bottom());
    }

    Window zoom(Augmentation.Zoom zoom) {
        int narrower = Math.max(1, (int) Math.rint(width * zoom.share()));
        int lower = Math.max(1, (int) Math.rint(height * zoom.share()));
        return at(narrower, lower, zoom.x(), zoom.y());
    }

    Window cut(Augmentation.Cut cut) {
        return at(Math.min(cut.side(), width), Math.min(cut.side(), height), cut.x(), cut.y());
    }

    private Window at(int newWidth, int newHeight, double x, double y) {
        return within(
                (int) Math.rint((width - newWidth) * x),
                (int) Math.rint((height - newHeight) * y),
                newWidth,
                newHeight);
    }

    private Window within(int x, int y, int newWidth, int newHeight) {
        if (newWidth < 1 || newHeight < 1) {
            throw new IllegalArgumentException(
                    "nothing is left of an image of " + width + "x" + height + " after cropping");
        }
        return new Window(left + x, top + y, newWidth, newHeight);
    }
}
