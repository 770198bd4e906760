package io.wellstream.local.cli.verb;

import io.wellstream.proto.v1.RunSpecification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How training samples vary after normalisation, and how they are put into batches. A setting that is not given stays absent. */
final class VariationOptions {
    @Option(
            names = "--cutmix",
            paramLabel = "P",
            description = "CutMix: the probability that the samples of a batch exchange a box of pixels. Default: 0.")
    private @Nullable Double cutmix;

    @Option(
            names = "--cutmix-alpha",
            paramLabel = "A",
            description = "The size of the box is drawn from Beta(A, A). Default: 1; alone it turns CutMix on, at 0.5.")
    private @Nullable Double cutmixAlpha;

    @Option(
            names = "--mixup",
            paramLabel = "P",
            description = "Mixup: the probability that a batch which is not cut is averaged with itself. Default: 0.")
    private @Nullable Double mixup;

    @Option(
            names = "--mixup-alpha",
            paramLabel = "A",
            description = "The weight is drawn from Beta(A, A). Default: 0.2; alone it turns mixup on, at 1.")
    private @Nullable Double mixupAlpha;

    @Option(
            names = "--gain-jitter",
            paramLabel = "SD",
            description = "Multiply each channel of each sample by N(1, SD) after normalisation. Default: 0.")
    private @Nullable Double gainJitter;

    @Option(
            names = "--offset-jitter",
            paramLabel = "SD",
            description = "Add N(0, SD) to each channel of each sample after normalisation. Default: 0.")
    private @Nullable Double offsetJitter;

    @Option(
            names = "--channel-dropout",
            paramLabel = "SHARE",
            description =
                    "Drop one channel of this share of the samples, and scale the others to keep the mean square. Default:"
                            + " recommended drops one of a fifth of the samples, without scaling.")
    private @Nullable Double channelDropout;

    @Option(
            names = "--batches",
            defaultValue = "",
            paramLabel = "KIND",
            description =
                    "shuffled (default), by-class, by-experiment or balanced-experiments: which samples are in one batch.")
    private String batches = "";

    @Option(
            names = "--batch-groups",
            paramLabel = "N",
            description = "Classes or experiments in each batch. Default: as many as leave each two or more samples.")
    private @Nullable Integer groups;

    @Option(
            names = "--batch-controls",
            paramLabel = "SHARE",
            description =
                    "With --batches by-experiment: the share of each batch that are controls of the same experiment, which batch"
                            + " norms measure and the loss does not count. Default: 0.")
    private @Nullable Double controls;

    @Option(
            names = "--adaptation",
            defaultValue = "",
            paramLabel = "KIND",
            description =
                    "none (default), or adabn: validate with batch-norm statistics of each experiment, and have the model scored"
                            + " that way. Transductive.")
    private String adaptation = "";

    void writeTo(RunSpecification.Builder run) {
        TrainingSettings.ifGiven(cutmix, p -> run.getCutmixBuilder().setProbability(p));
        TrainingSettings.ifGiven(cutmixAlpha, a -> run.getCutmixBuilder().setAlpha(a));
        TrainingSettings.ifGiven(mixup, p -> run.getMixupBuilder().setProbability(p));
        TrainingSettings.ifGiven(mixupAlpha, a -> run.getMixupBuilder().setAlpha(a));
        TrainingSettings.ifGiven(gainJitter, sd -> run.getJitterBuilder().setGain(sd));
        TrainingSettings.ifGiven(offsetJitter, sd -> run.getJitterBuilder().setOffset(sd));
        TrainingSettings.ifGiven(channelDropout, run::setChannelDropout);
        TrainingSettings.ifGiven(groups, n -> run.getBatchesBuilder().setGroups(n));
        TrainingSettings.ifGiven(controls, share -> run.getBatchesBuilder().setControls(share));
        if (!adaptation.isEmpty()) {
            run.setAdaptation(adaptation);
        }
        if (!batches.isEmpty()) {
            run.getBatchesBuilder().setKind(batches);
        }
    }
}
