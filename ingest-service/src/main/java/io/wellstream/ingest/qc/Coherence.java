package io.wellstream.ingest.qc;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether the channels of a site show the same cells. Stains of the same cells correlate at the scale of a cell; channels of two fields of
 * view do not. The weakest link of the channels' maximum spanning tree is the measure: near 0 or below if channels of different sites were
 * mixed (measured on real RxRx1 sites: 0.61 for a true site; 0.07 and −0.27 for two whose channels were renamed across sites). A small field
 * has too few cells to decide, so that none of its channels is reported.
 *
 * @param weakestLink a correlation, −1…1
 * @param apart the channels (from 0) on the smaller side of that link; empty unless the link is too weak and the field is large
 */
public record Coherence(float weakestLink, List<Integer> apart) {
    /** A weaker link than this is flagged. */
    public static final float THRESHOLD = 0.25f;

    private static final int BLOCK = 8; // pixels; averages out noise and keeps cells distinct
    private static final int FEWEST_BLOCKS = 8; // per side; smaller images have smaller blocks
    private static final int ENOUGH_TO_TELL = 24 * 24; // blocks: 192 x 192 pixels

    public Coherence {
        apart = List.copyOf(apart);
    }

    public static Coherence of(SiteImage site) {
        int channels = site.channels();
        if (channels == 1) {
            return new Coherence(1, List.of());
        }
        double[][] blocks = new double[channels][];
        for (int channel = 0; channel < channels; channel++) {
            blocks[channel] = standardised(blocks(site.plane(channel)));
        }
        return weakest(blocks);
    }

    /** Prim's algorithm; remembers the weakest link and the channels reached before it. */
    private static Coherence weakest(double[][] blocks) {
        int channels = blocks.length;
        boolean[] reached = new boolean[channels];
        double[] link = new double[channels];
        Arrays.fill(link, Double.NEGATIVE_INFINITY);
        List<Integer> order = new ArrayList<>();
        double weakest = Double.POSITIVE_INFINITY;
        List<Integer> before = List.of();
        for (int next = 0; order.size() < channels; next = strongest(link, reached)) {
            if (!order.isEmpty() && link[next] < weakest) {
                weakest = link[next];
                before = List.copyOf(order);
            }
            reached[next] = true;
            order.add(next);
            for (int other = 0; other < channels; other++) {
                link[other] = Math.max(link[other], correlation(blocks[next], blocks[other]));
            }
        }
        List<Integer> apart =
                weakest < THRESHOLD && blocks[0].length >= ENOUGH_TO_TELL ? smallerSide(before, channels) : List.of();
        return new Coherence((float) weakest, apart);
    }

    private static int strongest(double[] link, boolean[] reached) {
        int best = -1;
        for (int i = 0; i < link.length; i++) {
            if (!reached[i] && (best < 0 || link[i] > link[best])) {
                best = i;
            }
        }
        return best;
    }

    private static List<Integer> smallerSide(List<Integer> side, int channels) {
        List<Integer> other = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            if (!side.contains(channel)) {
                other.add(channel);
            }
        }
        return (side.size() < other.size() ? side : other).stream().sorted().toList();
    }

    /** ln(1 + mean) of each block; the logarithm limits the influence of one bright cell. */
    private static double[] blocks(Plane plane) {
        int side = Math.clamp(Math.min(plane.width(), plane.height()) / FEWEST_BLOCKS, 1, BLOCK);
        int across = plane.width() / side;
        int down = plane.height() / side;
        double[] blocks = new double[across * down]; // [y, x]
        for (int y = 0; y < down * side; y++) {
            int row = y / side * across;
            for (int x = 0; x < across * side; x++) {
                blocks[row + x / side] += plane.at(x, y);
            }
        }
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = Math.log1p(blocks[i] / (side * side));
        }
        return blocks;
    }

    /** Mean 0 and norm 1; all 0 if every block is the same. */
    private static double[] standardised(double[] blocks) {
        double mean = Arrays.stream(blocks).average().orElse(0);
        double norm = Math.sqrt(Arrays.stream(blocks)
                .map(block -> (block - mean) * (block - mean))
                .sum());
        return Arrays.stream(blocks)
                .map(block -> norm == 0 ? 0 : (block - mean) / norm)
                .toArray();
    }

    private static double correlation(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
