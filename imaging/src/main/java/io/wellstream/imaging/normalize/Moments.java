package io.wellstream.imaging.normalize;

import io.wellstream.imaging.screen.Depth;
import java.util.List;

/** Mean and mean square per channel, which can be averaged, unlike standard deviations. */
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

    /** The mean of one or more, summed in their order. */
    static Moments mean(List<Moments> parts) {
        Moments sum = parts.getFirst();
        for (Moments part : parts.subList(1, parts.size())) {
            sum = sum.plus(part, 1);
        }
        Moments mean = new Moments(sum.mean.length, sum.depth);
        for (int c = 0; c < mean.mean.length; c++) {
            mean.mean[c] = sum.mean[c] / parts.size();
            mean.meanSquare[c] = sum.meanSquare[c] / parts.size();
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
        if (mean.length != other.mean.length) {
            throw new IllegalArgumentException(
                    "sites of " + mean.length + " and of " + other.mean.length + " channels in one screen");
        }
        if (depth != other.depth) {
            throw new IllegalArgumentException(depth + " and " + other.depth + " sites in one screen");
        }
        Moments sum = new Moments(mean.length, depth);
        for (int c = 0; c < mean.length; c++) {
            sum.mean[c] = mean[c] + sign * other.mean[c];
            sum.meanSquare[c] = meanSquare[c] + sign * other.meanSquare[c];
        }
        return sum;
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
