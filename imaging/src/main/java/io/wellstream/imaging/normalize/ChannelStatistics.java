package io.wellstream.imaging.normalize;

import io.wellstream.imaging.screen.Depth;
import java.util.Arrays;
import java.util.Collection;

/**
 * Mean and population standard deviation of each channel of one site, in grey levels of its original pixels. Both are NaN for a masked
 * channel, of which the site has no image.
 *
 * @param mean [channel]
 * @param sd [channel]
 * @param depth of the grey levels
 */
@SuppressWarnings("ArrayRecordComponent") // copied in, compared by content, read in inner loops
public record ChannelStatistics(float[] mean, float[] sd, Depth depth) {
    public ChannelStatistics {
        mean = mean.clone();
        sd = sd.clone();
        if (mean.length == 0 || mean.length != sd.length) {
            throw new IllegalArgumentException(mean.length + " means and " + sd.length + " standard deviations");
        }
        for (int channel = 0; channel < mean.length; channel++) {
            int most = depth.most();
            int mostSd = depth.levels() / 2;
            boolean masked = Float.isNaN(mean[channel]) && Float.isNaN(sd[channel]);
            if (!masked
                    && (!(mean[channel] >= 0 && mean[channel] <= most)
                            || !(sd[channel] >= 0 && sd[channel] <= mostSd))) {
                throw new IllegalArgumentException("channel " + (channel + 1) + " has mean " + mean[channel]
                        + " and standard deviation " + sd[channel] + "; expected 0 to " + most + " and 0 to " + mostSd);
            }
        }
    }

    /** Of 8-bit sites. */
    public ChannelStatistics(float[] mean, float[] sd) {
        this(mean, sd, Depth.EIGHT);
    }

    public int channels() {
        return mean.length;
    }

    /** Whether the site has no image of a channel (from 0). */
    public boolean isMasked(int channel) {
        return Float.isNaN(mean[channel]);
    }

    /** How many channels are masked. */
    public int masked() {
        int masked = 0;
        for (int channel = 0; channel < mean.length; channel++) {
            masked += isMasked(channel) ? 1 : 0;
        }
        return masked;
    }

    /** The same without these channels (from 0). */
    public ChannelStatistics masking(Collection<Integer> channels) {
        if (channels.isEmpty()) {
            return this;
        }
        float[] means = mean.clone();
        float[] sds = sd.clone();
        for (int channel : channels) {
            means[channel] = Float.NaN;
            sds[channel] = Float.NaN;
        }
        return new ChannelStatistics(means, sds, depth);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelStatistics that
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(sd, that.sd)
                && depth == that.depth;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(sd);
    }

    @Override
    public String toString() {
        return "ChannelStatistics[mean=" + Arrays.toString(mean) + ", sd=" + Arrays.toString(sd) + ", " + depth + "]";
    }
}
