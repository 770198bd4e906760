package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.rounds.LabelOptions;
import io.wellstream.proto.v1.RunSpecification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The models that a run begins with and takes labels from. */
final class StartOptions {
    @Option(
            names = "--start-from",
            defaultValue = "",
            paramLabel = "MODEL",
            description =
                    "Begin with the weights of this published model, where names and shapes agree. The card says which were taken.")
    private String model = "";

    @Option(
            names = "--freeze",
            paramLabel = "N",
            description = "Leave the stem and the first N blocks as they are in that model. Default: 0.")
    private @Nullable Integer frozen;

    @Mixin
    private final LabelOptions labels = new LabelOptions();

    void writeTo(RunSpecification.Builder run) {
        if (!model.isEmpty()) {
            run.getStartFromBuilder().setModel(model);
        }
        TrainingSettings.ifGiven(frozen, run::setFrozenBlocks);
        labels.writeTo(run);
    }
}
