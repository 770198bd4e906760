package io.wellstream.trainer.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.MemoryPart;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Weight;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How every training engine changes weights. The expected numbers are PyTorch 2.10's, in float64, for the softmax regression of
 * {@link References}:
 *
 * <pre>{@code
 * for step in range(3):
 *     opt.zero_grad(); cross_entropy(x[step % 2] @ w + b, y[step % 2]).backward(); opt.step()
 * }</pre>
 *
 * where {@code opt} is {@code Adam([w, b], lr=.1)}, {@code AdamW} with weight decay .05 of w, or
 * {@code SGD(momentum=.9, nesterov=True)}, before whose steps w is multiplied by 1 - .1 × .05 if it decays, and with
 * {@code clip_grad_norm_([w, b], .25)} if gradients are limited.
 */
public abstract class OptimizerContract {
    private static final double RATE = 0.1;

    private final Engine engine;
    private final Path folder;
    private final References references;

    protected OptimizerContract(Engine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
        this.references = new References(engine, folder);
    }

    static Stream<Arguments> references() {
        return Stream.of(
                Arguments.of(
                        new TrainingSettings(Optimizer.ADAM, 0, 0),
                        3,
                        new double[] {0.79656344, -0.52018538, 0.07089134, -1.04040732, 0.26117702, 0.44697659},
                        new double[] {0.39404240, -0.31591844, 0.30373937}),
                Arguments.of(
                        new TrainingSettings(Optimizer.ADAMW, 0, 0, 0.05, 0, 1),
                        3,
                        new double[] {0.78769003, -0.51501599, 0.06965126, -1.02786975, 0.25670577, 0.44212038},
                        new double[] {0.39409592, -0.31586607, 0.30369050}),
                Arguments.of(
                        new TrainingSettings(Optimizer.SGD, 0, 0),
                        3,
                        new double[] {0.64740884, -0.39451053, 0.12210169, -0.87383280, 0.31746284, 0.43136996},
                        new double[] {0.23057851, -0.26319171, 0.23261320}),
                Arguments.of(
                        new TrainingSettings(Optimizer.SGD, 0, 0, 0.05, 0, 1),
                        3,
                        new double[] {0.63964339, -0.39042887, 0.12018855, -0.86251148, 0.31238718, 0.42698995},
                        new double[] {0.23066038, -0.26316820, 0.23250782}),
                Arguments.of(
                        new TrainingSettings(Optimizer.SGD, 0, 0.25),
                        3,
                        new double[] {0.55816949, -0.30299776, 0.11982827, -0.79886838, 0.34802023, 0.32584815},
                        new double[] {0.15123039, -0.22984993, 0.27861954}),
                // (cross_entropy(…) / 2).backward() of four batches, opt.step() and zero_grad() after every second
                Arguments.of(
                        new TrainingSettings(Optimizer.ADAMW, 0, 0, 0.05, 0, 2),
                        4,
                        new double[] {0.69386650, -0.44670689, 0.32255665, -0.94171972, 0.33862733, 0.44566843},
                        new double[] {0.29878222, -0.33382880, 0.10014890}));
    }

    @ParameterizedTest
    @MethodSource("references")
    void theWeightsAreThoseOfPyTorch(TrainingSettings settings, int steps, double[] w, double[] b) {
        try (Network network = regression(settings)) {
            train(network, 0, steps);

            assertThat(tensor(network, "logits/weights", steps)).containsExactly(References.floats(w), within(2e-5f));
            assertThat(tensor(network, "logits/bias", steps)).containsExactly(References.floats(b), within(2e-5f));
        }
    }

    /** After SGD's three steps, where {@code a.mul_(d).add_(w, alpha=1 - d)} with d = 2/11, 3/12, 4/13 follows each. */
    @Test
    void theMovingAverageIsThatOfPyTorchAndIsWhatIsEvaluatedAndExported() throws OrtException {
        try (Network network = regression(new TrainingSettings(Optimizer.SGD, 0, 0, 0, 0.9, 1))) {
            train(network, 0, 3);

            float[] average = tensor(network, "logits/weights/average", 3);
            float[] bias = tensor(network, "logits/bias/average", 3);
            assertThat(average)
                    .containsExactly(
                            References.floats(0.62468283, -0.37264032, 0.12295749, -0.85417205, 0.32813860, 0.40103345),
                            within(2e-5f));
            assertThat(bias).containsExactly(References.floats(0.21076221, -0.25195146, 0.24118924), within(2e-5f));
            float[][] logits = network.logits(References.BATCHES.getFirst());
            assertThat(logits[0][0]).isCloseTo(average[0] - 0.5f * average[3] + bias[0], within(1e-5f));
            EngineContract.assertClose(
                    OnnxRuntime.run(Saved.bytes(network::toOnnx), References.BATCHES.getFirst(), NetworkSpec.LOGITS),
                    logits);
            train(network, 3, 4);
            assertThat(tensor(network, "logits/weights", 4))
                    .as("training goes on from the weights, not from their average")
                    .containsExactly(trainedFor(4), within(1e-6f));
        }
    }

    private float[] trainedFor(int steps) {
        try (Network network = regression(new TrainingSettings(Optimizer.SGD, 0, 0))) {
            train(network, 0, steps);
            return tensor(network, "logits/weights", steps);
        }
    }

    static Stream<TrainingSettings> everySetting() {
        return Stream.of(
                new TrainingSettings(Optimizer.SGD, 0.1, 0.5, 1e-3, 0.99, 1),
                new TrainingSettings(Optimizer.ADAMW, 0.1, 0, 0.05, 0.9, 3),
                new TrainingSettings(Optimizer.NADAM, 0, 0.5, 0, 0.9, 2));
    }

    @ParameterizedTest
    @MethodSource("everySetting")
    void aRestoredNetworkEndsWhereTheUninterruptedOneDoes(TrainingSettings settings) {
        NetworkSpec spec = TinyTraining.resnet();
        for (int saved : new int[] {3, 4}) { // at an update, and between two
            Path checkpoint;
            try (Network first = engine.create(spec, settings, 7)) {
                EngineContract.steps(first, 0, saved);
                checkpoint = Saved.file(folder, first::save);
                EngineContract.steps(first, saved, 9);

                try (Network second = engine.restore(checkpoint, saved)) {
                    assertThat(Saved.file(folder, second::save)).hasSameBinaryContentAs(checkpoint);
                    float[][] unused = second.logits(TinyTraining.batch(spec, 2, 1)); // as after an epoch
                    EngineContract.steps(second, saved, 9);

                    assertThat(Saved.bytes(second::save)).isEqualTo(Saved.bytes(first::save));
                    assertThat(second.parametersSha256()).isEqualTo(first.parametersSha256());
                }
            }
        }
    }

    @Test
    void theLimitOfGradientsDoesNotSlowRunningStatistics() {
        NetworkSpec spec = TinyTraining.resnetWithoutDropout();
        double limit = 1e-3;
        try (Network free = engine.create(spec, new TrainingSettings(Optimizer.SGD, 0, 0), 7);
                Network limited = engine.create(spec, new TrainingSettings(Optimizer.SGD, 0, limit), 7)) {
            Path before = Saved.file(folder, limited::save);
            EngineContract.steps(free, 0, 1);
            EngineContract.steps(limited, 0, 1);

            try (SavedNetwork start = SavedNetwork.open(before, 0)) {
                for (Weight weight : Weight.of(spec)) {
                    float[] moved = tensor(limited, weight.name(), 1);
                    if (!weight.trained()) {
                        assertThat(moved).as(weight.name()).containsExactly(tensor(free, weight.name(), 1));
                    } else if (!weight.isDecayed()) { // a bias, or a batch norm's gain or offset: no penalty either
                        double most = 1e-3 * (1 + Optimizer.MOMENTUM) * limit;
                        assertThat(distance(moved, start.numbers(weight.name(), weight.shape())))
                                .as(weight.name())
                                .isLessThan(most * 1.1 + 1e-7);
                    }
                }
            }
        }
    }

    @Test
    void weightDecaySparesBatchNormsAndBiases() {
        NetworkSpec spec = TinyTraining.resnetWithoutDropout();
        try (Network plain = engine.create(spec, new TrainingSettings(Optimizer.SGD, 0, 0), 7);
                Network decayed = engine.create(spec, new TrainingSettings(Optimizer.SGD, 0, 0, 0.5, 0, 1), 7)) {
            EngineContract.steps(plain, 0, 1);
            EngineContract.steps(decayed, 0, 1);

            for (Weight weight : Weight.of(spec)) {
                float[] found = tensor(decayed, weight.name(), 1);
                float[] without = tensor(plain, weight.name(), 1);
                if (weight.isDecayed()) {
                    assertThat(distance(found, without)).as(weight.name()).isPositive();
                } else {
                    assertThat(found).as(weight.name()).containsExactly(without);
                }
            }
        }
    }

    @Test
    void theForecastOfMemoryCountsWhatIsKeptForEachWeight() {
        NetworkSpec spec = TinyTraining.resnet();
        long sgd = forecast(spec, new TrainingSettings(Optimizer.SGD, 0, 0));
        long adam = forecast(spec, new TrainingSettings(Optimizer.ADAM, 0, 0));
        long averaged = forecast(spec, new TrainingSettings(Optimizer.SGD, 0, 0, 0, 0.9, 1));

        assertThat(adam - sgd).as("a second number for each weight").isEqualTo(Float.BYTES * spec.trainedWeights());
        assertThat(averaged - sgd).isGreaterThanOrEqualTo(Float.BYTES * spec.weights());
    }

    private long forecast(NetworkSpec spec, TrainingSettings settings) {
        return MemoryPart.sum(engine.memory(spec, settings, 4, 4));
    }

    private static double distance(float[] some, float[] others) {
        return Math.sqrt(IntStream.range(0, some.length)
                .mapToDouble(i -> Math.pow((double) some[i] - others[i], 2))
                .sum());
    }

    private Network regression(TrainingSettings settings) {
        return references.start(References.REGRESSION, settings);
    }

    private static void train(Network network, int from, int to) {
        for (int step = from; step < to; step++) {
            var unused = network.step(References.BATCHES.get(step % 2), RATE, step);
        }
    }

    private float[] tensor(Network network, String name, int steps) {
        return references.tensor(network, name, steps);
    }
}
