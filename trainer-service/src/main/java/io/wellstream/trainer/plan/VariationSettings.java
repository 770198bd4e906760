package io.wellstream.trainer.plan;

import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.proto.v1.JitterSettings;
import io.wellstream.proto.v1.MixingSettings;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.mixing.MixingPolicy;

/**
 * Completes the settings of how training samples vary after normalisation. What is off is absent from a complete specification, as it
 * is from the records of versions that did not have it.
 */
final class VariationSettings {
    /** Of the published code for CIFAR. */
    private static final MixingPolicy.Part CUTMIX = new MixingPolicy.Part(1, 0.5);
    /** In the range that the paper recommends for ImageNet, applied to each batch. */
    private static final MixingPolicy.Part MIXUP = new MixingPolicy.Part(0.2, 1);

    private static final double LARGEST_ALPHA = 100;
    private static final double SMALLEST_ALPHA = 0.01;
    private static final double LARGEST_GAIN = 1;
    private static final double LARGEST_OFFSET = 10;

    private VariationSettings() {}

    /** @param run whose augmentation is complete */
    static void complete(RunSpecification.Builder run) {
        completeCutMix(run);
        completeMixup(run);
        if (run.hasMixup() && run.getCutmix().getProbability() == 1) {
            throw RefusedRunException.setting(
                    "mixup.probability",
                    run.getMixup().getProbability(),
                    "0, because cutmix.probability 1 leaves no batch for it");
        }
        between("jitter.gain", run.getJitter().getGain(), 0, LARGEST_GAIN);
        between("jitter.offset", run.getJitter().getOffset(), 0, LARGEST_OFFSET);
        if (run.getJitter().getGain() == 0 && run.getJitter().getOffset() == 0) {
            run.clearJitter();
        }
        completeDropout(run);
    }

    private static void completeCutMix(RunSpecification.Builder run) {
        if (run.hasCutmix()) {
            run.setCutmix(mixing("cutmix", run.getCutmix(), CUTMIX));
            if (run.getCutmix().getProbability() == 0) {
                run.clearCutmix();
            }
        }
    }

    private static void completeMixup(RunSpecification.Builder run) {
        if (run.hasMixup()) {
            run.setMixup(mixing("mixup", run.getMixup(), MIXUP));
            if (run.getMixup().getProbability() == 0) {
                run.clearMixup();
            }
        }
    }

    /** The same with what is off written out, for people. */
    static void writeOut(RunSpecification.Builder run) {
        if (!run.hasCutmix()) {
            run.setCutmix(MixingSettings.newBuilder().setAlpha(CUTMIX.alpha()).setProbability(0));
        }
        if (!run.hasMixup()) {
            run.setMixup(MixingSettings.newBuilder().setAlpha(MIXUP.alpha()).setProbability(0));
        }
        if (!run.hasJitter()) {
            run.setJitter(JitterSettings.getDefaultInstance());
        }
    }

    /** How the batches of a complete specification are mixed. */
    static MixingPolicy policy(RunSpecification run) {
        return new MixingPolicy(
                run.hasCutmix() ? part(run.getCutmix()) : MixingPolicy.Part.NEVER,
                run.hasMixup() ? part(run.getMixup()) : MixingPolicy.Part.NEVER);
    }

    private static MixingPolicy.Part part(MixingSettings settings) {
        return new MixingPolicy.Part(settings.getAlpha(), settings.getProbability());
    }

    private static MixingSettings mixing(String key, MixingSettings requested, MixingPolicy.Part blank) {
        double alpha = requested.hasAlpha() ? requested.getAlpha() : blank.alpha();
        double probability = requested.hasProbability() ? requested.getProbability() : blank.probability();
        between(key + ".alpha", alpha, SMALLEST_ALPHA, LARGEST_ALPHA);
        between(key + ".probability", probability, 0, 1);
        return MixingSettings.newBuilder()
                .setAlpha(alpha)
                .setProbability(probability)
                .build();
    }

    private static void completeDropout(RunSpecification.Builder run) {
        if (!run.hasChannelDropout()) {
            return;
        }
        double share = run.getChannelDropout();
        double own = AugmentationPolicy.named(run.getAugmentation()).channelDropout(Integer.MAX_VALUE);
        if (!(share >= own && share < 1)) {
            String least = own == 0 ? "0" : own + ", the share of augmentation " + run.getAugmentation() + ",";
            throw RefusedRunException.setting("channel_dropout", share, least + " or more and less than 1");
        }
        if (share == 0) {
            run.clearChannelDropout();
        }
    }

    private static void between(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw RefusedRunException.setting(key, value, least + " to " + most);
        }
    }
}
