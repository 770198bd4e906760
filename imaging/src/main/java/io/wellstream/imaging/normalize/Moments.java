package io.wellstream.imaging.normalize;

import io.wellstream.imaging.screen.Depth;
import java.util.List;

/** Mean and mean square per channel, which can be averaged, unlike standard deviations. Both are NaN for a masked channel. */
final class Moments {
    private final double[] mean; // [channel]
    private final double[] meanSquare; // [channel]
    private final Depth depth;

    private Moments(int channels, Depth depth) {
        this.depth = depth;
        mean = new double[channels];
        meanSquare = new double[channels];
    }

    static Moments of(ChannelStatistics statistics) {
        Moments moments = new Moments(statistics.channels(), statistics.depth());
        for (int c = 0; c < statistics.channels(); c++) {
            double mean = statistics.mean()[c];
            double sd = statistics.sd()[c];
            moments.mean[c] = mean;
            moments.meanSquare[c] = sd * sd + mean * mean;
        }
        return moments;
    }

    /** The mean of one or more, summed in their order. A part does not count for the channels that it masks. */
    static Moments mean(List<Moments> parts) {
        Moments mean = new Moments(parts.getFirst().mean.length, parts.getFirst().depth);
        int[] counts = new int[mean.mean.length];
        for (Moments part : parts) {
            mean.requireChannelsOf(part);
            for (int c = 0; c < counts.length; c++) {
                if (!Double.isNaN(part.mean[c])) {
                    mean.mean[c] += part.mean[c];
                    mean.meanSquare[c] += part.meanSquare[c];
                    counts[c]++;
                }
            }
        }
        for (int c = 0; c < counts.length; c++) { // 0 / 0 is NaN: masked in all of them
            mean.mean[c] /= counts[c];
            mean.meanSquare[c] /= counts[c];
        }
        return mean;
    }

    Moments plus(Moments other) {
        return plus(other, 1);
    }

    Moments minus(Moments other) {
        return plus(other, -1);
    }

    private Moments plus(Moments other, int sign) {
        requireChannelsOf(other);
        Moments sum = new Moments(mean.length, depth);
        for (int c = 0; c < mean.length; c++) {
            sum.mean[c] = mean[c] + sign * other.mean[c];
            sum.meanSquare[c] = meanSquare[c] + sign * other.meanSquare[c];
        }
        return sum;
    }

    private void requireChannelsOf(Moments other) {
        if (mean.length != other.mean.length) {
            throw new IllegalArgumentException(
                    "sites of " + mean.length + " and of " + other.mean.length + " channels in one screen");
        }
        if (depth != other.depth) {
            throw new IllegalArgumentException(depth + " and " + other.depth + " sites in one screen");
        }
    }

    ChannelStatistics statistics() {
        float[] means = new float[mean.length];
        float[] sds = new float[mean.length];
        for (int c = 0; c < mean.length; c++) {
            means[c] = (float) Math.clamp(mean[c], 0, depth.most());
            sds[c] = (float) Math.sqrt(Math.max(0, meanSquare[c] - mean[c] * mean[c]));
        }
        return new ChannelStatistics(means, sds, depth);
    }
}
