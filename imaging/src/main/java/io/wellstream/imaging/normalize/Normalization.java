package io.wellstream.imaging.normalize;

import io.wellstream.imaging.pixels.LevelUnit;
import java.util.Arrays;
import java.util.List;

/** The conversion of grey levels to a network's input: one scale and one offset per sample and channel. */
public final class Normalization {
    /** Smaller standard deviations count as this one, so that an almost uniform plane is centred but its noise not amplified. */
    static final double SMALLEST_SD = 0.5;

    private Normalization() {}

    /** To mean 0 and standard deviation 1 where the pixels have these statistics; masked channels become zeros. */
    static Sample standardise(ChannelStatistics statistics) {
        float[] scale = new float[statistics.channels()];
        float[] offset = new float[statistics.channels()];
        for (int channel = 0; channel < scale.length; channel++) {
            if (statistics.isMasked(channel)) {
                continue;
            }
            double sd = Math.max(SMALLEST_SD, statistics.sd()[channel]);
            scale[channel] = (float) (1 / sd);
            offset[channel] = (float) (-statistics.mean()[channel] / sd);
        }
        return new Sample(scale, offset);
    }

    /**
     * The same with zeros in the channels that a site masks.
     *
     * @param keepsMeanSquare whether its m other channels of n are multiplied by √(n / m), as for a channel that training drops
     */
    static Sample masked(Sample values, ChannelStatistics own, boolean keepsMeanSquare) {
        int channels = own.channels();
        int masked = own.masked();
        if (masked == 0) {
            return values;
        }
        float factor = keepsMeanSquare && masked < channels
                ? (float) StrictMath.sqrt((double) channels / (channels - masked))
                : 1;
        float[] scale = new float[channels];
        float[] offset = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            if (!own.isMasked(channel)) {
                scale[channel] = values.scale()[channel] * factor;
                offset[channel] = values.offset()[channel] * factor;
            }
        }
        return new Sample(scale, offset);
    }

    /**
     * The normalisation of one sample: value = grey level × scale + offset.
     *
     * @param scale [channel]
     * @param offset [channel]
     */
    @SuppressWarnings("ArrayRecordComponent") // copied in, compared by content, read in inner loops
    public record Sample(float[] scale, float[] offset) {
        public Sample {
            scale = scale.clone();
            offset = offset.clone();
            if (scale.length == 0 || scale.length != offset.length) {
                throw new IllegalArgumentException(scale.length + " scales and " + offset.length + " offsets");
            }
            for (int channel = 0; channel < scale.length; channel++) {
                if (!Float.isFinite(scale[channel]) || !Float.isFinite(offset[channel])) {
                    throw new IllegalArgumentException("channel " + (channel + 1) + " has scale " + scale[channel]
                            + " and offset " + offset[channel] + "; expected finite numbers");
                }
            }
        }

        public int channels() {
            return scale.length;
        }

        /**
         * The same for pixels as they are stored: value = number × scale + offset.
         *
         * @param units what the numbers of each channel mean
         */
        public Sample stored(List<LevelUnit> units) {
            float[] scales = new float[scale.length];
            float[] offsets = new float[scale.length];
            for (int channel = 0; channel < scale.length; channel++) {
                LevelUnit unit = units.get(channel);
                scales[channel] = unit.scale(scale[channel]);
                offsets[channel] = unit.offset(scale[channel], offset[channel]);
            }
            return new Sample(scales, offsets);
        }

        /** What a grey level of a channel (from 0) becomes. */
        public float apply(int channel, int grey) {
            return grey * scale[channel] + offset[channel];
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Sample that
                    && Arrays.equals(scale, that.scale)
                    && Arrays.equals(offset, that.offset);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(scale) + Arrays.hashCode(offset);
        }

        @Override
        public String toString() {
            return "Sample[scale=" + Arrays.toString(scale) + ", offset=" + Arrays.toString(offset) + "]";
        }
    }
}
