package io.wellstream.imaging.illumination;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.screen.Depth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The grey levels of a plate's sites, summed in the blocks of a grid, for each channel. The sums are integers, so the order in which sites
 * are added changes nothing. Safe for several threads.
 */
public final class BlockSums {
    /** The fewest sites with a channel from which its illumination is estimated: of fewer, the cells shape it (ADR 51). */
    public static final int FEWEST_SITES = 64;

    /** What cameras add that store signed levels as unsigned ones: it is no light if no level of a plate is below it (ADR 51). */
    private static final int SHIFT = 1 << 15;

    private final BlockGrid grid;
    private final long[][] sums; // [channel][row, column]; guarded by this
    private final int[] least; // [channel]: grey level; guarded by this
    private final int[] sites; // [channel]; guarded by this

    /** For sites of this size. */
    public BlockSums(int channels, int width, int height) {
        this.grid = new BlockGrid(width, height);
        this.sums = new long[channels][grid.blocks()];
        this.sites = new int[channels];
        this.least = new int[channels];
        Arrays.fill(least, Depth.SIXTEEN.most());
    }

    /**
     * Adds a site.
     *
     * @param lost channels (from 0) of which the site has no image
     */
    public void add(SiteImage site, Collection<Integer> lost) {
        if (site.channels() != sums.length || site.width() != grid.width() || site.height() != grid.height()) {
            throw new IllegalArgumentException(site + " on a plate of " + sums.length + " channels of " + grid.width()
                    + "x" + grid.height() + " pixels");
        }
        for (int channel = 0; channel < sums.length; channel++) {
            if (!lost.contains(channel)) {
                Plane plane = site.plane(channel);
                add(channel, sumsOf(plane), plane.finestUnit().base());
            }
        }
    }

    private synchronized void add(int channel, long[] blocks, int leastOfSite) {
        for (int block = 0; block < blocks.length; block++) {
            sums[channel][block] += blocks[block];
        }
        least[channel] = Math.min(least[channel], leastOfSite);
        sites[channel]++;
    }

    private long[] sumsOf(Plane plane) {
        long[] blocks = new long[grid.blocks()];
        for (int row = 0; row < grid.rows(); row++) {
            for (int y = grid.top(row); y < grid.top(row + 1); y++) {
                for (int column = 0; column < grid.columns(); column++) {
                    int start = y * grid.width() + grid.left(column);
                    int end = y * grid.width() + grid.left(column + 1);
                    blocks[row * grid.columns() + column] += plane.depth().isSixteen()
                            ? sum(plane.numbers(), start, end)
                            : sum(plane.pixels(), start, end);
                }
            }
        }
        return blocks;
    }

    private static int sum(byte[] pixels, int start, int end) {
        int sum = 0;
        for (int i = start; i < end; i++) {
            sum += pixels[i] & 0xff;
        }
        return sum;
    }

    private static int sum(short[] levels, int start, int end) {
        int sum = 0; // of at most 4,096 levels
        for (int i = start; i < end; i++) {
            sum += levels[i] & 0xffff;
        }
        return sum;
    }

    /**
     * The illumination functions of the sites added so far.
     *
     * @throws IllegalArgumentException if a channel has fewer than {@link #FEWEST_SITES} sites
     */
    public synchronized Illumination illumination() {
        List<IlluminationFunction> functions = new ArrayList<>(sums.length);
        for (int channel = 0; channel < sums.length; channel++) {
            if (sites[channel] < FEWEST_SITES) {
                throw new IllegalArgumentException(sites[channel] + " sites have channel " + (channel + 1)
                        + "; expected " + FEWEST_SITES + " or more");
            }
            int offset = least[channel] >= SHIFT ? SHIFT : 0;
            double[] light = new double[grid.blocks()];
            for (int block = 0; block < light.length; block++) {
                light[block] = (double) sums[channel][block] / ((long) sites[channel] * grid.area(block)) - offset;
            }
            functions.add(IlluminationFunction.of(grid, light, offset));
        }
        return new Illumination(functions);
    }
}
