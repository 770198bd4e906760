package io.wellstream.trainer.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.NetworkDefinition;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.engine.saved.SavedState;
import io.wellstream.trainer.engine.saved.SavedTensor;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import io.wellstream.trainer.network.Weight;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How every training engine changes weights. The expected numbers are PyTorch 2.10's, in float64, for a softmax regression on two
 * features: with {@code w = [[.5, -.25, .125], [-.75, .375, .25]]} and {@code b = [.1, -.2, .3]},
 *
 * <pre>{@code
 * x = [[[1, -.5], [.25, 1.5]], [[-1, .75], [.5, -.25]]]; y = [[0, 2], [1, 0]]
 * for step in range(3):
 *     opt.zero_grad(); cross_entropy(x[step % 2] @ w + b, y[step % 2]).backward(); opt.step()
 * }</pre>
 *
 * where {@code opt} is {@code Adam([w, b], lr=.1)}, {@code AdamW} with weight decay .05 of w, or
 * {@code SGD(momentum=.9, nesterov=True)}, before whose steps w is multiplied by 1 - .1 × .05 if it decays, and with
 * {@code clip_grad_norm_([w, b], .25)} if gradients are limited.
 */
public abstract class OptimizerContract {
    private static final float[] W = {0.5f, -0.25f, 0.125f, -0.75f, 0.375f, 0.25f};
    private static final float[] B = {0.1f, -0.2f, 0.3f};
    private static final double RATE = 0.1;

    private static final NetworkSpec REGRESSION = new NetworkSpec(
            "regression",
            2,
            16,
            3,
            List.of(
                    new Node("average", new Op.GlobalAverage(), List.of(NetworkSpec.PIXELS)),
                    new Node(NetworkSpec.LOGITS, new Op.Dense(3, 0), List.of("average"))));
    private static final List<Batch> BATCHES = List.of(
            batch(new float[] {1, -0.5f, 0.25f, 1.5f}, 0, 2), batch(new float[] {-1, 0.75f, 0.5f, -0.25f}, 1, 0));

    private final Engine engine;
    private final Path folder;

    protected OptimizerContract(Engine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
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

            assertThat(tensor(network, "logits/weights", steps)).containsExactly(floats(w), within(2e-5f));
            assertThat(tensor(network, "logits/bias", steps)).containsExactly(floats(b), within(2e-5f));
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
                            new float[] {0.62468283f, -0.37264032f, 0.12295749f, -0.85417205f, 0.32813860f, 0.40103345f
                            },
                            within(2e-5f));
            assertThat(bias).containsExactly(new float[] {0.21076221f, -0.25195146f, 0.24118924f}, within(2e-5f));
            float[][] logits = network.logits(BATCHES.getFirst());
            assertThat(logits[0][0]).isCloseTo(average[0] - 0.5f * average[3] + bias[0], within(1e-5f));
            EngineContract.assertClose(
                    OnnxRuntime.run(Saved.bytes(network::toOnnx), BATCHES.getFirst(), NetworkSpec.LOGITS), logits);
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

    private static double distance(float[] some, float[] others) {
        return Math.sqrt(IntStream.range(0, some.length)
                .mapToDouble(i -> Math.pow((double) some[i] - others[i], 2))
                .sum());
    }

    private Network regression(TrainingSettings settings) {
        List<SavedTensor> tensors = new ArrayList<>();
        for (Weight weight : Weight.of(REGRESSION)) {
            float[] numbers = weight.part().equals("bias") ? B : W;
            tensors.add(new SavedTensor(weight.name(), weight.shape(), () -> numbers));
            tensors.add(new SavedTensor(SavedTensor.average(weight.name()), weight.shape(), () -> numbers));
            for (String state : settings.optimizer().state()) {
                String name = SavedTensor.ofOptimizer(weight.name(), state);
                tensors.add(new SavedTensor(name, weight.shape(), () -> new float[numbers.length]));
            }
        }
        SavedState state = new SavedState(new NetworkDefinition(REGRESSION, settings, 1), 0, 0, "test");
        return engine.restore(Saved.file(folder, out -> SavedNetwork.write(state, tensors, out)), 0);
    }

    private static void train(Network network, int from, int to) {
        for (int step = from; step < to; step++) {
            var unused = network.step(BATCHES.get(step % 2), RATE, step);
        }
    }

    /** A saved tensor: a weight, or something kept for it. */
    private float[] tensor(Network network, String name, int steps) {
        Weight of = Weight.of(network.spec()).stream()
                .filter(weight -> (name + "/").startsWith(weight.name() + "/"))
                .findFirst()
                .orElseThrow();
        try (SavedNetwork saved = SavedNetwork.open(Saved.file(folder, network::save), steps)) {
            return saved.numbers(name, of.shape());
        }
    }

    /** Even images; the features are multiples of 1/64. */
    private static Batch batch(float[] features, int... labels) {
        int area = REGRESSION.side() * REGRESSION.side();
        byte[] pixels = new byte[features.length * area];
        for (int plane = 0; plane < features.length; plane++) {
            Arrays.fill(pixels, plane * area, (plane + 1) * area, (byte) (64 * (features[plane] + 2)));
        }
        float[] scale = new float[features.length];
        Arrays.fill(scale, 1f / 64);
        float[] offset = new float[features.length];
        Arrays.fill(offset, -2f);
        return new Batch(REGRESSION.channels(), REGRESSION.side(), pixels, scale, offset, labels);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
