package io.wellstream.imaging.augment;

import io.wellstream.imaging.pixels.Plane;

/** Moves pixels without changing their grey levels. */
final class Geometry {
    private Geometry() {}

    static Plane crop(Plane plane, Augmentation.Crop crop) {
        return window(
                plane,
                crop.left(),
                crop.top(),
                plane.width() - crop.left() - crop.right(),
                plane.height() - crop.top() - crop.bottom());
    }

    static Plane zoom(Plane plane, Augmentation.Zoom zoom) {
        int width = Math.max(1, (int) Math.rint(plane.width() * zoom.share()));
        int height = Math.max(1, (int) Math.rint(plane.height() * zoom.share()));
        int left = (int) Math.rint((plane.width() - width) * zoom.x());
        int top = (int) Math.rint((plane.height() - height) * zoom.y());
        return window(plane, left, top, width, height);
    }

    private static Plane window(Plane plane, int left, int top, int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("nothing is left of " + plane + " after cropping");
        }
        if (width == plane.width() && height == plane.height()) {
            return plane;
        }
        byte[] out = new byte[width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(plane.pixels(), (top + y) * plane.width() + left, out, y * width, width);
        }
        return new Plane(width, height, out);
    }

    static Plane flipHorizontally(Plane plane) {
        int width = plane.width();
        byte[] in = plane.pixels();
        byte[] out = new byte[in.length];
        for (int row = 0; row < in.length; row += width) {
            for (int x = 0; x < width; x++) {
                out[row + x] = in[row + width - 1 - x];
            }
        }
        return new Plane(width, plane.height(), out);
    }

    static Plane flipVertically(Plane plane) {
        int width = plane.width();
        byte[] in = plane.pixels();
        byte[] out = new byte[in.length];
        for (int row = 0; row < in.length; row += width) {
            System.arraycopy(in, row, out, in.length - width - row, width);
        }
        return new Plane(width, plane.height(), out);
    }

    static Plane transpose(Plane plane) {
        int width = plane.width();
        int height = plane.height();
        byte[] in = plane.pixels();
        byte[] out = new byte[in.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                out[x * height + y] = in[y * width + x];
            }
        }
        return new Plane(height, width, out);
    }
}
