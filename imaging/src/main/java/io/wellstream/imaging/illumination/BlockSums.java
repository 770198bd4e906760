package io.wellstream.imaging.illumination;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The grey levels of a plate's sites, summed in the blocks of a grid, for each channel. The sums are integers, so the order in which sites
 * are added changes nothing. Safe for several threads.
 */
public final class BlockSums {
    /** The fewest sites with a channel from which its illumination is estimated: of fewer, the cells shape it (ADR 51). */
    public static final int FEWEST_SITES = 64;

    private final BlockGrid grid;
    private final long[][] sums; // [channel][row, column]; guarded by this
    private final int[] sites; // [channel]; guarded by this

    /** For sites of this size. */
    public BlockSums(int channels, int width, int height) {
        this.grid = new BlockGrid(width, height);
        this.sums = new long[channels][grid.blocks()];
        this.sites = new int[channels];
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
                add(channel, sumsOf(site.plane(channel)));
            }
        }
    }

    private synchronized void add(int channel, long[] blocks) {
        for (int block = 0; block < blocks.length; block++) {
            sums[channel][block] += blocks[block];
        }
        sites[channel]++;
    }

    private long[] sumsOf(Plane plane) {
        long[] blocks = new long[grid.blocks()];
        byte[] pixels = plane.pixels();
        for (int row = 0; row < grid.rows(); row++) {
            for (int y = grid.top(row); y < grid.top(row + 1); y++) {
                for (int column = 0; column < grid.columns(); column++) {
                    int sum = 0;
                    int end = y * grid.width() + grid.left(column + 1);
                    for (int i = y * grid.width() + grid.left(column); i < end; i++) {
                        sum += pixels[i] & 0xff;
                    }
                    blocks[row * grid.columns() + column] += sum;
                }
            }
        }
        return blocks;
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
            double[] means = new double[grid.blocks()];
            for (int block = 0; block < means.length; block++) {
                means[block] = (double) sums[channel][block] / ((long) sites[channel] * grid.area(block));
            }
            functions.add(IlluminationFunction.of(grid, means));
        }
        return new Illumination(functions);
    }
}
