package io.wellstream.imaging.augment;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.util.ArrayList;
import java.util.List;

/** Applies augmentations one after the other, each to a new plane: what {@link AugmentKernel} must equal. */
final class StepByStep {
    private StepByStep() {}

    static SiteImage apply(SiteImage site, List<Augmentation> choices) {
        List<Plane> planes = new ArrayList<>();
        for (Plane plane : site.planes()) {
            Plane changed = plane;
            for (Augmentation choice : choices) {
                if (choice instanceof Augmentation.OfPixels ofPixels) {
                    changed = apply(changed, ofPixels);
                }
            }
            planes.add(changed);
        }
        return new SiteImage(planes);
    }

    private static Plane apply(Plane plane, Augmentation.OfPixels choice) {
        return switch (choice) {
            case Augmentation.Resize resize -> resize(plane, resize.side(), resize.sampling());
            case Augmentation.Crop crop -> crop(plane, crop);
            case Augmentation.Zoom zoom -> zoom(plane, zoom);
            case Augmentation.Cut cut -> cut(plane, cut);
            case Augmentation.FlipHorizontally() -> flipHorizontally(plane);
            case Augmentation.FlipVertically() -> flipVertically(plane);
            case Augmentation.Transpose() -> transpose(plane);
            case Augmentation.Add add -> toned(plane, Tone.add(add.levels()));
            case Augmentation.Multiply multiply -> toned(plane, Tone.multiply(multiply.factor()));
            case Augmentation.Contrast contrast -> toned(plane, Tone.contrast(contrast.factor()));
        };
    }

    private static Plane toned(Plane plane, Tone tone) {
        byte[] pixels = plane.pixels().clone();
        tone.apply(pixels, 0, pixels.length);
        return new Plane(plane.width(), plane.height(), pixels);
    }

    private static Plane cut(Plane plane, Augmentation.Cut cut) {
        int width = Math.min(plane.width(), cut.side());
        int height = Math.min(plane.height(), cut.side());
        int left = (int) Math.rint((plane.width() - width) * cut.x());
        int top = (int) Math.rint((plane.height() - height) * cut.y());
        return window(plane, left, top, width, height);
    }

    private static LinearTaps linear(int source, int target, Sampling sampling) {
        LinearTaps taps = new LinearTaps();
        taps.fit(source, target, sampling);
        return taps;
    }

    private static Plane crop(Plane plane, Augmentation.Crop crop) {
        return window(
                plane,
                crop.left(),
                crop.top(),
                plane.width() - crop.left() - crop.right(),
                plane.height() - crop.top() - crop.bottom());
    }

    private static Plane zoom(Plane plane, Augmentation.Zoom zoom) {
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

    private static Plane flipHorizontally(Plane plane) {
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

    private static Plane flipVertically(Plane plane) {
        int width = plane.width();
        byte[] in = plane.pixels();
        byte[] out = new byte[in.length];
        for (int row = 0; row < in.length; row += width) {
            System.arraycopy(in, row, out, in.length - width - row, width);
        }
        return new Plane(width, plane.height(), out);
    }

    private static Plane transpose(Plane plane) {
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

    private static Plane resize(Plane plane, int side, Sampling sampling) {
        if (plane.width() == side && plane.height() == side) {
            return plane;
        }
        boolean shrinks = plane.width() >= side && plane.height() >= side;
        return sampling == Sampling.AREA && shrinks ? area(plane, side) : linear(plane, side, sampling);
    }

    private static Plane linear(Plane plane, int side, Sampling sampling) {
        LinearTaps across = linear(plane.width(), side, sampling);
        LinearTaps down = linear(plane.height(), side, sampling);
        byte[] out = new byte[side * side];
        int[] upper = new int[side];
        int[] lower = new int[side];
        int upperRow = -1;
        int lowerRow = -1;
        for (int y = 0; y < side; y++) {
            if (down.first[y] == lowerRow) {
                int[] swap = upper;
                upper = lower;
                lower = swap;
                upperRow = lowerRow;
                lowerRow = -1;
            }
            if (down.first[y] != upperRow) {
                upperRow = down.first[y];
                row(plane, upperRow, across, upper);
            }
            if (down.second[y] != lowerRow) {
                lowerRow = down.second[y];
                row(plane, lowerRow, across, lower);
            }
            blend(upper, lower, down.weight[y], out, y * side);
        }
        return new Plane(side, side, out);
    }

    private static void row(Plane plane, int y, LinearTaps taps, int[] out) {
        byte[] pixels = plane.pixels();
        int start = y * plane.width();
        for (int x = 0; x < out.length; x++) {
            int first = pixels[start + taps.first[x]] & 0xff;
            int second = pixels[start + taps.second[x]] & 0xff;
            out[x] = first * (LinearTaps.ONE - taps.weight[x]) + second * taps.weight[x];
        }
    }

    /** OpenCV's rounding in the vertical pass: each term loses 16 bits, then the sum two bits with rounding. */
    private static void blend(int[] upper, int[] lower, int weight, byte[] out, int start) {
        int other = LinearTaps.ONE - weight;
        for (int x = 0; x < upper.length; x++) {
            int value = ((other * (upper[x] >> 4)) >> 16) + ((weight * (lower[x] >> 4)) >> 16);
            out[start + x] = (byte) Math.min(255, (value + 2) >> 2);
        }
    }

    /** By the definition: overlaps are counted in units of 1/side of a source pixel on each axis. */
    private static Plane area(Plane plane, int side) {
        long total = (long) plane.width() * plane.height();
        byte[] out = new byte[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                long sum = 0;
                for (int sy = y * plane.height() / side; sy * side < (y + 1) * plane.height(); sy++) {
                    long down = overlap(sy, y, plane.height(), side);
                    for (int sx = x * plane.width() / side; sx * side < (x + 1) * plane.width(); sx++) {
                        sum += down * overlap(sx, x, plane.width(), side) * plane.at(sx, sy);
                    }
                }
                out[y * side + x] = (byte) ((sum + total / 2) / total);
            }
        }
        return new Plane(side, side, out);
    }

    private static int overlap(int sourcePixel, int pixel, int source, int side) {
        return Math.min((sourcePixel + 1) * side, (pixel + 1) * source) - Math.max(sourcePixel * side, pixel * source);
    }
}
