package io.wellstream.trainer.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.network.Blocks;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import io.wellstream.trainer.network.Weight;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How every training engine trains the blocks of a network with different rates. The expected numbers are PyTorch 2.10's, in float64, for
 * the batches of {@link References} and
 *
 * <pre>{@code
 * w, b = References'; v = [[.5, -.25, .125], [-.75, .375, .25], [.2, .4, -.6]]; c = [.1, -.2, .3]
 * for step in range(3):
 *     opt.zero_grad(); cross_entropy((x[step % 2] @ w + b) @ v + c, y[step % 2]).backward(); opt.step()
 * }</pre>
 *
 * where {@code opt} has a parameter group for w and b, with half the rate of the group for v and c.
 */
public abstract class BlockRateContract {
    private static final double RATE = 0.1;
    private static final double DECAY = 0.5;

    /** Logits (x w + b) v + c, where w and b are in a block. */
    private static final NetworkSpec TWO_LAYERS = References.spec(
            new Node("block1/dense", new Op.Dense(3, 0), List.of("average")),
            new Node(NetworkSpec.LOGITS, new Op.Dense(3, 0), List.of("block1/dense")));

    private final Engine engine;
    private final Path folder;
    private final References references;

    protected BlockRateContract(Engine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
        this.references = new References(engine, folder);
    }

    static Stream<Arguments> references() {
        return Stream.of(
                Arguments.of(
                        new TrainingSettings(Optimizer.ADAM, 0, 0, 0, 0, 1, DECAY),
                        new double[] {0.64396184, -0.39575465, 0.00362216, -0.75959152, 0.52079189, 0.14595576},
                        new double[] {0.22072438, -0.32954450, 0.24304577},
                        new double[] {
                            0.79487196,
                            -0.19852220,
                            -0.07462125,
                            -1.04780062,
                            0.36156003,
                            0.48001252,
                            0.03571049,
                            0.22164134,
                            -0.42205991
                        }),
                Arguments.of(
                        new TrainingSettings(Optimizer.ADAMW, 0, 0, 0.05, 0, 1, DECAY),
                        new double[] {0.63992648, -0.39359856, 0.00313250, -0.75425945, 0.51759266, 0.14440381},
                        new double[] {0.22080815, -0.32972769, 0.24300485},
                        new double[] {
                            0.78604353,
                            -0.19597388,
                            -0.07545930,
                            -1.03522165,
                            0.35723779,
                            0.47530720,
                            0.03382495,
                            0.21706010,
                            -0.41443551
                        }),
                Arguments.of(
                        new TrainingSettings(Optimizer.SGD, 0, 0, 0, 0, 1, DECAY),
                        new double[] {0.55172323, -0.32223243, 0.10047017, -0.76281591, 0.44943738, 0.13066943},
                        new double[] {0.13519123, -0.24014952, 0.27417251},
                        new double[] {
                            0.68874089,
                            -0.25172501,
                            -0.06201589,
                            -0.85755240,
                            0.39214254,
                            0.34040986,
                            0.19816073,
                            0.32137890,
                            -0.51953963
                        }),
                Arguments.of(
                        new TrainingSettings(Optimizer.SGD, 0, 0, 0.05, 0, 1, DECAY),
                        new double[] {0.54785745, -0.32024765, 0.09979328, -0.75741012, 0.44659452, 0.12953306},
                        new double[] {0.13512772, -0.24011927, 0.27440873},
                        new double[] {
                            0.68093687,
                            -0.24868736,
                            -0.06284643,
                            -0.84620610,
                            0.38678672,
                            0.33628503,
                            0.19523533,
                            0.31607528,
                            -0.51131061
                        }));
    }

    @ParameterizedTest
    @MethodSource("references")
    void theWeightsAreThoseOfPyTorchsParameterGroups(TrainingSettings settings, double[] w, double[] b, double[] v) {
        try (Network network = references.start(TWO_LAYERS, settings)) {
            for (int step = 0; step < 3; step++) {
                var unused = network.step(References.BATCHES.get(step % 2), RATE, step);
            }

            assertThat(tensor(network, "block1/dense/weights", 3)).containsExactly(References.floats(w), within(2e-5f));
            assertThat(tensor(network, "block1/dense/bias", 3)).containsExactly(References.floats(b), within(2e-5f));
            assertThat(tensor(network, "logits/weights", 3)).containsExactly(References.floats(v), within(2e-5f));
        }
    }

    static Stream<TrainingSettings> settings() {
        return Stream.of(
                new TrainingSettings(Optimizer.ADAM, 0.1, 0, 0, 0, 1, DECAY),
                new TrainingSettings(Optimizer.NADAM, 0, 0, 0, 0, 1, DECAY),
                new TrainingSettings(Optimizer.ADAMW, 0, 0.5, 0.3, 0, 1, DECAY),
                new TrainingSettings(Optimizer.SGD, 0, 0, 0.3, 0, 1, DECAY));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theChangeOfEachBlockIsMultipliedByItsRate(TrainingSettings settings) {
        NetworkSpec spec = TinyTraining.resnetWithoutDropout();
        TrainingSettings same = new TrainingSettings(
                settings.optimizer(),
                settings.labelSmoothing(),
                settings.gradientClip(),
                settings.weightDecay(),
                settings.emaDecay(),
                settings.accumulate());
        ToDoubleFunction<Node> rates = Blocks.rates(spec, DECAY);
        try (Network slower = engine.create(spec, settings, 7);
                Network whole = engine.create(spec, same, 7);
                SavedNetwork start = SavedNetwork.open(Saved.file(folder, whole::save), 0)) {
            EngineContract.steps(slower, 0, 1);
            EngineContract.steps(whole, 0, 1);

            for (Weight weight : Weight.of(spec)) {
                double rate = weight.trained() ? rates.applyAsDouble(weight.node()) : 1;
                float[] before = start.numbers(weight.name(), weight.shape());
                float[] expected = tensor(whole, weight.name(), 1);
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = (float) (before[i] + rate * ((double) expected[i] - before[i]));
                }
                assertThat(tensor(slower, weight.name(), 1))
                        .as("%s, rate %s", weight.name(), rate)
                        .containsExactly(expected, within(rate == 1 ? 0 : 1e-6f));
            }
        }
    }

    /** Also between two updates, with an average, and with frozen blocks. */
    @Test
    void trainingWithBlockRatesResumesBitForBit() {
        NetworkSpec spec = TinyTraining.resnet();
        TrainingSettings settings = new TrainingSettings(Optimizer.ADAMW, 0.1, 0.5, 0.05, 0.9, 2, DECAY);
        try (Network first = engine.create(spec, settings, 7)) {
            first.freeze(1);
            EngineContract.steps(first, 0, 5);
            Path checkpoint = Saved.file(folder, first::save);
            EngineContract.steps(first, 5, 9);
            try (Network second = engine.restore(checkpoint, 5)) {
                second.freeze(1);
                assertThat(Saved.file(folder, second::save)).hasSameBinaryContentAs(checkpoint);
                EngineContract.steps(second, 5, 9);

                assertThat(Saved.bytes(second::save)).isEqualTo(Saved.bytes(first::save));
                assertThat(second.parametersSha256()).isEqualTo(first.parametersSha256());
            }
        }
    }

    private float[] tensor(Network network, String name, int steps) {
        return references.tensor(network, name, steps);
    }
}
