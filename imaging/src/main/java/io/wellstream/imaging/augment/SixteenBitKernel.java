package io.wellstream.imaging.augment;

import io.wellstream.imaging.pixels.LevelUnit;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Applies passes to the planes of 16-bit sites. The first pass changes whole levels to numbers in the finest unit of their plane, so that
 * averages keep what lies between two levels. It keeps its buffers, so it is for one thread.
 */
final class SixteenBitKernel {
    private final SixteenBitAreaResizer area = new SixteenBitAreaResizer();
    private final SixteenBitLinearResizer linear = new SixteenBitLinearResizer();
    private short[] between = {}; // [channel, y, x]: the result of a pass
    private short[] spare = {}; // for the result of the pass after it

    /**
     * How the numbers that a pass reads become those that it writes: (number - base) × 2^shift.
     *
     * @param base a level
     * @param shift bits
     */
    record Change(int base, int shift) {
        private static final Change NONE = new Change(0, 0);

        private static Change of(Plane plane) {
            return plane.unit().equals(LevelUnit.LEVEL)
                    ? new Change(plane.finestUnit().base(), plane.finestUnit().fraction())
                    : NONE;
        }
    }

    /**
     * Where the numbers of a window are.
     *
     * @param first of the window in the array
     * @param step from one row to the next
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Numbers(short[] all, int first, int step) {
        private static Numbers of(Window window, short[] all, int planeStart, int planeWidth) {
            return new Numbers(all, planeStart + window.top() * planeWidth + window.left(), planeWidth);
        }

        int at(int row) {
            return first + row * step;
        }
    }

    void apply(SiteImage site, List<PixelPass> passes, byte[] out, int start) {
        List<PixelPass> all =
                passes.isEmpty() ? List.of(PixelPass.of(Window.whole(site.width(), site.height()))) : passes;
        int size = 0; // of a plane that the pass writes
        for (int i = 0; i < all.size(); i++) {
            PixelPass pass = all.get(i);
            size = pass.width() * pass.height();
            short[] to = spare.length < site.channels() * size ? new short[site.channels() * size] : spare;
            for (int channel = 0; channel < site.channels(); channel++) {
                if (i == 0) {
                    Plane plane = site.plane(channel);
                    Numbers numbers = Numbers.of(pass.window(), plane.numbers(), 0, site.width());
                    run(pass, numbers, Change.of(plane), to, channel);
                } else {
                    PixelPass before = all.get(i - 1);
                    int from = channel * before.width() * before.height();
                    Numbers numbers = Numbers.of(pass.window(), between, from, before.turnedWidth());
                    run(pass, numbers, Change.NONE, to, channel);
                }
            }
            spare = between;
            between = to;
        }
        ByteBuffer.wrap(out, start, site.channels() * size * Short.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .put(between, 0, site.channels() * size);
    }

    private void run(PixelPass pass, Numbers numbers, Change change, short[] out, int channel) {
        if (pass.tone() != null) {
            throw new IllegalArgumentException(
                    "a change of grey levels of a 16-bit site; its amounts are meant for 8 bits");
        }
        int start = channel * pass.width() * pass.height();
        Orientation.Path to = pass.orientation().path(pass.width(), pass.height(), start);
        Sampling sampling = pass.sampling();
        if (sampling == null) {
            copy(pass, numbers, change, out, to);
        } else if (pass.averages()) {
            area.resize(pass, numbers, change, out, to);
        } else {
            linear.resize(pass, numbers, change, out, to);
        }
    }

    private static void copy(PixelPass pass, Numbers numbers, Change change, short[] out, Orientation.Path to) {
        short[] in = numbers.all();
        for (int y = 0; y < pass.height(); y++) {
            int from = numbers.at(y);
            int position = to.first() + y * to.down();
            for (int x = 0; x < pass.width(); x++) {
                out[position] = (short) (((in[from + x] & 0xffff) - change.base()) << change.shift());
                position += to.right();
            }
        }
    }
}
