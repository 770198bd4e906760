package io.wellstream.trainer.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.StepResult;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.Mixing;
import io.wellstream.trainer.network.ControlHead;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A head for controls beside that for treatments, for every training engine. The expected numbers are PyTorch's, in float64, on the samples
 * x of {@link References}:
 *
 * <pre>{@code
 * w = [[.5, -.25, .125, -.5], [-.75, .375, .25, .125]]; b = [.1, -.2, .3, 0]; y = [0, 1, 0, 1]
 * for step in range(3):
 *     z = x @ w + b
 *     loss = cross_entropy(z[:2, :2], y[:2], label_smoothing=.1, reduction="sum")
 *     loss = (loss + .5 * cross_entropy(z[2:, 2:], y[2:], label_smoothing=.1, reduction="sum")) / 4
 *     opt.zero_grad(); loss.backward(); opt.step()  # SGD([w, b], lr=.1, momentum=.9, nesterov=True)
 * }</pre>
 */
public abstract class ControlHeadContract {
    private static final TrainingSettings SGD = new TrainingSettings(Optimizer.SGD, 0.1, 0);
    private static final float[] W = {0.5f, -0.25f, 0.125f, -0.5f, -0.75f, 0.375f, 0.25f, 0.125f};
    private static final float[] B = {0.1f, -0.2f, 0.3f, 0};

    private static final double FIRST_LOSS = 0.29285966;
    private static final double[] WEIGHTS = {
        0.51425773, -0.26425773, 0.04568836, -0.42068836, -0.8138477, 0.4388477, 0.30212412, 0.07287588
    };
    private static final double[] BIAS = {0.0880798, -0.1880798, 0.29099632, 0.00900368};

    private final Engine engine;
    private final Path folder;
    private final References references;

    protected ControlHeadContract(Engine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
        this.references = new References(engine, folder);
    }

    /** Two treatments, then two controls, of half the weight. */
    private static NetworkSpec reference() {
        return References.spec(4, new Node(NetworkSpec.LOGITS, new Op.Dense(4, 0), List.of("average")))
                .with(new ControlHead(2, 0.5));
    }

    /** The networks of {@link TinyTraining}, with two of their classes as controls. */
    public static List<NetworkSpec> networks() {
        return List.of(
                TinyTraining.resnet().with(new ControlHead(2, 0.5)),
                TinyTraining.sixBranch().with(new ControlHead(3, 2)),
                TinyTraining.arcFace().with(new ControlHead(2, 1)));
    }

    @Test
    void theWeightsAfterThreeStepsAreThoseOfPyTorch() {
        try (Network network = start(reference())) {
            double first = network.step(References.joined(0, 1, 2, 3), 0.1, 0).loss();
            for (int step = 1; step < 3; step++) {
                var unused = network.step(References.joined(0, 1, 2, 3), 0.1, step);
            }

            assertThat(first).as("of the treatments alone").isCloseTo(FIRST_LOSS, within(1e-6));
            assertThat(references.tensor(network, "logits/weights", 3))
                    .containsExactly(References.floats(WEIGHTS), within(1e-5f));
            assertThat(references.tensor(network, "logits/bias", 3))
                    .containsExactly(References.floats(BIAS), within(1e-5f));
        }
    }

    @Test
    void aBatchOfTreatmentsDoesNotChangeTheHeadForControls() {
        try (Network network = start(reference())) {
            var unused = network.step(References.joined(0, 1, 1, 0), 0.1, 0);

            float[] weights = references.tensor(network, "logits/weights", 1);
            for (int i = 0; i < W.length; i++) {
                if (i % 4 >= 2) {
                    assertThat(weights[i]).isEqualTo(W[i]);
                } else {
                    assertThat(weights[i]).isNotEqualTo(W[i]);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void onlyTheHeadForTreatmentsAnswersAndIsPublished(NetworkSpec spec) throws OrtException {
        try (Network network = engine.create(spec, TinyTraining.ADAM, 7)) {
            EngineContract.steps(network, 0, 4);
            Batch unseen = TinyTraining.batch(spec, 5, 99);

            float[][] logits = network.logits(unseen);

            assertThat(logits).hasDimensions(5, spec.answers());
            EngineContract.assertClose(
                    OnnxRuntime.run(Saved.bytes(network::toOnnx), unseen, NetworkSpec.LOGITS), logits);
            EngineContract.assertClose(
                    network.logits(MixedBatch.unmixed(unseen), network.measure(MixedBatch.unmixed(unseen))),
                    OnnxRuntime.run(Saved.bytes(network::toMeasuringOnnx), unseen, NetworkSpec.LOGITS));
            assertThat(network.libraryFile()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aRestoredNetworkEndsWhereTheUninterruptedOneDoes(NetworkSpec spec) {
        new Resuming(engine, folder).check(spec, ControlHeadContract::mixedSteps);
    }

    @Test
    void treatmentsAreLearntBesideControls() {
        NetworkSpec spec = networks().getFirst();
        Batch batch = TinyTraining.batch(spec, 8, 3);
        try (Network network = engine.create(spec, new TrainingSettings(Optimizer.ADAM, 0, 1), 7)) {
            StepResult last = network.step(batch, 3e-3, 0);
            for (int step = 1; step < 40; step++) {
                last = network.step(batch, 3e-3, step);
            }

            long treatments = Arrays.stream(batch.labels())
                    .filter(label -> label < spec.answers())
                    .count();
            assertThat((long) last.correct()).isBetween(Math.max(1, treatments - 1), treatments);
        }
    }

    /** With samples of treatments and controls mixed. */
    private static void mixedSteps(Network network, int from, int to) {
        for (int step = from; step < to; step++) {
            Batch batch = TinyTraining.batch(network.spec(), 4, step);
            Mixing mixing = new Mixing.Blend(List.of(1, 2, 3, 0), 0.7);
            var unused = network.step(MixedBatch.of(batch, mixing), 1e-3, step);
        }
    }

    private Network start(NetworkSpec spec) {
        return references.start(spec, SGD, weight -> weight.part().equals("bias") ? B : W);
    }
}
