package io.wellstream.trainer.plan;

import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.augment.SampleSeed;
import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.random.SplitMix64;
import io.wellstream.proto.v1.RunSpecification;
import java.util.OptionalInt;

/**
 * Varies the normalised values of training samples: noise per channel, and dropped channels. What happens to a sample depends on
 * (run seed, epoch, site) alone, and becomes part of its scale and offset, so that workers need not know about it.
 */
final class SampleJitter {
    private final RunSpecification run;
    private final AugmentationPolicy augmentation;

    SampleJitter(RunSpecification run) {
        this.run = run;
        this.augmentation = AugmentationPolicy.named(run.getAugmentation());
    }

    Normalization.Sample of(Normalization.Sample values, DataSet.Site site, int epoch) {
        if (!run.hasJitter() && !run.hasChannelDropout()) {
            return values;
        }
        SplitMix64 random = SplitMix64.of(run.getSeed(), "jitter " + site.id(), epoch);
        float[] scale = values.scale().clone();
        float[] offset = values.offset().clone();
        if (run.hasJitter()) {
            for (int channel = 0; channel < scale.length; channel++) {
                double gain = 1 + run.getJitter().getGain() * random.nextGaussian();
                double shift = run.getJitter().getOffset() * random.nextGaussian();
                if (!site.statistics().isMasked(channel)) {
                    scale[channel] = (float) (scale[channel] * gain);
                    offset[channel] = (float) (offset[channel] * gain + shift);
                }
            }
        }
        if (run.hasChannelDropout() && scale.length > 1) {
            drop(scale, offset, random, site, epoch);
        }
        return new Normalization.Sample(scale, offset);
    }

    /**
     * Drops one channel, unless the augmentation of this sample does, and in both cases scales the other channels. A site that masks a
     * channel has lost one already, and its others are scaled for it.
     */
    private void drop(float[] scale, float[] offset, SplitMix64 random, DataSet.Site site, int epoch) {
        int channels = scale.length;
        int there = channels - site.statistics().masked();
        double own = augmentation.channelDropout(channels);
        OptionalInt dropped = augmented(SampleSeed.of(run.getSeed(), epoch, site.id()), channels);
        if (dropped.isEmpty()
                && there == channels
                && random.nextDouble() < (run.getChannelDropout() - own) / (1 - own)) {
            int channel = random.nextInt(channels);
            scale[channel] = 0;
            offset[channel] = 0;
            dropped = OptionalInt.of(channel);
        }
        if (dropped.isPresent() && there > 1 && !site.statistics().isMasked(dropped.getAsInt())) {
            float factor = (float) StrictMath.sqrt((double) there / (there - 1));
            for (int channel = 0; channel < channels; channel++) {
                scale[channel] *= factor;
                offset[channel] *= factor;
            }
        }
    }

    /** The channel that the augmentation drops. */
    private OptionalInt augmented(long sampleSeed, int channels) {
        return augmentation.draw(sampleSeed, run.getImageSide(), channels).stream()
                .filter(Augmentation.DropChannel.class::isInstance)
                .mapToInt(choice -> ((Augmentation.DropChannel) choice).channel())
                .findFirst();
    }
}
