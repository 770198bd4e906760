package io.wellstream.local.cli.rounds;

import io.wellstream.proto.v1.RunSpecification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which wells of its test experiments a run trains on. */
public final class LabelOptions {
    @Option(
            names = "--pseudo-labels",
            defaultValue = "",
            paramLabel = "MODEL",
            description =
                    "Also train on wells of the test experiments, with the labels that this published model predicted."
                            + " Accuracies on these experiments are then transductive, and marked.")
    private String model = "";

    @Option(
            names = "--pseudo-min-probability",
            paramLabel = "P",
            description = "The lowest probability of such a label, between 0 and 1. Default: 0.3.")
    private @Nullable Double minProbability;

    @Option(
            names = "--pseudo-share",
            paramLabel = "SHARE",
            description = "The most probable labels of each experiment, as a share of its wells. Default: 0.4.")
    private @Nullable Double share;

    @Option(
            names = "--pseudo-per-class",
            paramLabel = "N",
            description = "The most wells of a plate with the same label; 0: no limit. Default: 1.")
    private @Nullable Integer mostPerClass;

    @Option(
            names = "--test-controls",
            description =
                    "With --target treatment+control: also train on the controls of the test experiments; transductive.")
    private boolean testControls;

    @Option(
            names = "--predict-test-part",
            description =
                    "The published model also predicts the treatments of the screen's test part, so that they can get"
                            + " pseudo-labels in other runs.")
    private boolean predictTestPart;

    /** Sets what was given; the rest stays as it is. */
    public void writeTo(RunSpecification.Builder run) {
        if (!model.isEmpty()) {
            run.getPseudoLabelsBuilder().setModel(model);
        }
        if (minProbability != null) {
            run.getPseudoLabelsBuilder().setMinProbability(minProbability);
        }
        if (share != null) {
            run.getPseudoLabelsBuilder().setShare(share);
        }
        if (mostPerClass != null) {
            run.getPseudoLabelsBuilder().setMostPerClass(mostPerClass);
        }
        if (testControls) {
            run.setTestControls(true);
        }
        if (predictTestPart) {
            run.setPredictTestPart(true);
        }
    }
}
