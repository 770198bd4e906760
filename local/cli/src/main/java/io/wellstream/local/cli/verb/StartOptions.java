package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.client.OnnxUpload;
import io.wellstream.local.cli.rounds.LabelOptions;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.StartSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The model or the file that a run begins with, the models that it takes labels from, and how far it may leave its beginning. */
final class StartOptions {
    @Option(
            names = "--start-from",
            defaultValue = "",
            paramLabel = "MODEL|FILE",
            description =
                    "Begin with the weights of this published model, or of this ONNX file (a name that ends in .onnx), e.g. of an"
                            + " ImageNet backbone with torchvision's names, where names and shapes agree. The card says which"
                            + " were taken.")
    private String start = "";

    @Option(
            names = "--freeze",
            paramLabel = "N",
            description = "Leave the stem and the first N blocks as they are in that model. Default: 0.")
    private @Nullable Integer frozen;

    @Option(
            names = "--block-rate-decay",
            paramLabel = "X",
            description =
                    "Train the last block with this share of the learning rate, the block before with the share of that, and so"
                            + " on down to the stem; the head has the whole rate. Default: 1.")
    private @Nullable Double blockRateDecay;

    @Mixin
    private final LabelOptions labels = new LabelOptions();

    void writeTo(RunSpecification.Builder run) {
        if (!start.isEmpty()) {
            StartSettings.Builder from = StartSettings.newBuilder();
            run.setStartFrom(start.endsWith(OnnxUpload.EXTENSION) ? from.setOnnx(start) : from.setModel(start));
        }
        TrainingSettings.ifGiven(frozen, run::setFrozenBlocks);
        TrainingSettings.ifGiven(blockRateDecay, run::setBlockRateDecay);
        labels.writeTo(run);
    }
}
