package io.wellstream.local.cli.verb;

import io.wellstream.proto.v1.RunSpecification;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How gradients change the weights. An option that is not given leaves its setting to the trainer. */
final class OptimizationOptions {
    @Option(
            names = "--optimizer",
            defaultValue = "",
            paramLabel = "NAME",
            description =
                    "adam (default), adamw, sgd (with Nesterov momentum), or nadam, whose first steps are about 60 times as large"
                            + " as Adam's and need a smaller --rate.")
    private String optimizer = "";

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            description =
                    "With adamw and sgd: the share of themselves, times the learning rate, that kernels and dense weights lose"
                            + " per update. Default: 0.01 with adamw, else 0.")
    private @Nullable Double weightDecay;

    @Option(
            names = "--ema-decay",
            paramLabel = "X",
            description =
                    "Evaluate and publish a moving average of the weights, which keeps this share of itself per update, e.g."
                            + " 0.999. Default: 0, no average.")
    private @Nullable Double emaDecay;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            description = "Average the gradients of so many batches for one update of the weights. Default: 1.")
    private @Nullable Integer accumulate;

    @Option(
            names = "--label-smoothing",
            paramLabel = "X",
            description = "Share of each label's probability that is spread over all classes. Default: 0.")
    private @Nullable Double labelSmoothing;

    @Option(
            names = "--gradient-clip",
            paramLabel = "X",
            description = "Largest L2 norm of a layer's gradient. Default: 0, no limit.")
    private @Nullable Double gradientClip;

    @Option(
            names = "--control-head",
            paramLabel = "WEIGHT",
            description =
                    "With target treatment: learn the controls of the training experiments with a second softmax, whose loss has"
                            + " this weight. It is not published. Default: 0, none.")
    private @Nullable Double controlHead;

    void addTo(RunSpecification.Builder run) {
        if (!optimizer.isEmpty()) {
            run.setOptimizer(optimizer);
        }
        ifGiven(weightDecay, run::setWeightDecay);
        ifGiven(emaDecay, run::setEmaDecay);
        ifGiven(accumulate, run::setAccumulate);
        ifGiven(labelSmoothing, run::setLabelSmoothing);
        ifGiven(gradientClip, run::setGradientClip);
        ifGiven(controlHead, weight -> run.getControlHeadBuilder().setWeight(weight));
    }

    private static <T> void ifGiven(@Nullable T value, Consumer<T> setting) {
        if (value != null) {
            setting.accept(value);
        }
    }
}
