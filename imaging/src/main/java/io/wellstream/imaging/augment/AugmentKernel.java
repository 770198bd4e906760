package io.wellstream.imaging.augment;

import io.wellstream.imaging.pixels.SiteImage;
import java.util.List;

/**
 * Applies augmentations to the pixels of sites: pure functions of their arguments that give the same bytes on every machine. It joins
 * them to as few passes as possible and keeps its buffers from one site to the next, so it is for one thread. The result has the depth of
 * the site; 16-bit pixels are in the finest unit of their planes.
 */
public final class AugmentKernel {
    private final AreaResizer area = new AreaResizer();
    private final LinearResizer linear = new LinearResizer();
    private final SixteenBitKernel sixteenBit = new SixteenBitKernel();
    private byte[] between = {}; // [channel, y, x]: the result of a pass that is not the last one
    private byte[] spare = {}; // for the result of the pass after it

    /**
     * Applies the choices about pixels in their order and writes the planes one after the other, [channel, y, x]; pixels of 16 bits in
     * two bytes each, the lower one first.
     *
     * @param start of the first plane in the array
     * @throws IllegalArgumentException if the choices do not give a square of {@code side} pixels, or change the tone of a 16-bit site
     */
    public void apply(SiteImage site, List<Augmentation> choices, int side, byte[] out, int start) {
        List<PixelPass> passes = PixelPasses.of(choices, site.width(), site.height());
        requireSide(site, choices, passes, side);
        if (site.depth().isSixteen()) {
            sixteenBit.apply(site, passes, out, start);
            return;
        }
        if (passes.isEmpty()) {
            copy(site, out, start);
            return;
        }
        for (int i = 0; i < passes.size(); i++) {
            PixelPass pass = passes.get(i);
            boolean last = i == passes.size() - 1;
            int size = pass.width() * pass.height();
            byte[] to = last ? out : spare(site.channels() * size);
            for (int channel = 0; channel < site.channels(); channel++) {
                int at = (last ? start : 0) + channel * size;
                run(pass, i == 0 ? site(site, channel, pass) : result(passes.get(i - 1), channel, pass), to, at);
            }
            if (!last) {
                spare = between;
                between = to;
            }
        }
    }

    private static void requireSide(SiteImage site, List<Augmentation> choices, List<PixelPass> passes, int side) {
        int width = passes.isEmpty() ? site.width() : passes.getLast().turnedWidth();
        int height = passes.isEmpty() ? site.height() : passes.getLast().turnedHeight();
        if (width != side || height != side) {
            throw new IllegalArgumentException("augmentations " + choices + " of " + site + " give " + width + "x"
                    + height + " pixels; expected side " + side);
        }
    }

    private static void copy(SiteImage site, byte[] out, int start) {
        int position = start;
        for (int channel = 0; channel < site.channels(); channel++) {
            byte[] pixels = site.plane(channel).pixels();
            System.arraycopy(pixels, 0, out, position, pixels.length);
            position += pixels.length;
        }
    }

    private byte[] spare(int size) {
        return spare.length < size ? new byte[size] : spare;
    }

    private static Rows site(SiteImage site, int channel, PixelPass pass) {
        return Rows.of(pass.window(), site.plane(channel).pixels(), 0, site.width());
    }

    private Rows result(PixelPass before, int channel, PixelPass pass) {
        int size = before.width() * before.height();
        return Rows.of(pass.window(), between, channel * size, before.turnedWidth());
    }

    private void run(PixelPass pass, Rows rows, byte[] out, int start) {
        Orientation.Path to = pass.orientation().path(pass.width(), pass.height(), start);
        Sampling sampling = pass.sampling();
        if (sampling == null) {
            copy(pass, rows, out, to);
        } else if (pass.averages()) {
            area.resize(pass, rows, out, to);
        } else {
            linear.resize(pass, sampling, rows, out, to);
        }
        Tone tone = pass.tone();
        if (tone != null) {
            tone.apply(out, start, pass.width() * pass.height());
        }
    }

    private static void copy(PixelPass pass, Rows rows, byte[] out, Orientation.Path to) {
        byte[] in = rows.pixels();
        for (int y = 0; y < pass.height(); y++) {
            int from = rows.at(y);
            int position = to.first() + y * to.down();
            if (to.right() == 1) {
                System.arraycopy(in, from, out, position, pass.width());
                continue;
            }
            for (int x = 0; x < pass.width(); x++) {
                out[position] = in[from + x];
                position += to.right();
            }
        }
    }
}
