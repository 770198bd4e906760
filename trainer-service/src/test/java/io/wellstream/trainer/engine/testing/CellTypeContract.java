package io.wellstream.trainer.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.NormStatistics;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.Mixing;
import io.wellstream.trainer.network.BodySettings;
import io.wellstream.trainer.network.HeadSettings;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks that also read the cell type, for every training engine. The expected numbers are PyTorch's, in float64, on the samples x of
 * {@link References}, after one step of SGD([w, b], lr=.1, momentum=.9, nesterov=True):
 *
 * <pre>{@code
 * t = [[1, 0], [0, 1], [0, 1], [1, 0]]; y = [0, 2, 1, 0]
 * w = [[.5, -.25, .125], [-.75, .375, .25], [.1, .2, .3], [-.1, 0, .4]]; b = [.1, -.2, .3]
 * cross_entropy(torch.cat([x, t], 1) @ w + b, y).backward()
 * }</pre>
 */
public abstract class CellTypeContract {
    private static final TrainingSettings SGD = new TrainingSettings(Optimizer.SGD, 0, 0);
    private static final float[] W = {0.5f, -0.25f, 0.125f, -0.75f, 0.375f, 0.25f, 0.1f, 0.2f, 0.3f, -0.1f, 0, 0.4f};
    private static final float[] B = {0.1f, -0.2f, 0.3f};
    private static final HeadSettings READING = new HeadSettings(12, 0, 0.3, -1, new HeadSettings.Softmax(), 3);

    private static final double LOSS = 0.73911066;
    private static final double[] WEIGHTS = {
        0.53882765,
        -0.29374596,
        0.12991831,
        -0.77646072,
        0.38250957,
        0.26895116,
        0.14932465,
        0.18586935,
        0.264806,
        -0.10791469,
        0.0169336,
        0.39098109
    };

    private final Engine engine;
    private final Path folder;
    private final References references;

    protected CellTypeContract(Engine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
        this.references = new References(engine, folder);
    }

    public static List<NetworkSpec> networks() {
        HeadSettings bare = new HeadSettings(0, 6, 0, 0, new HeadSettings.Cosine(8, 0.5), 2);
        return List.of(
                spec(NetworkSpecs.STACKED_RESNET, 2, READING),
                spec(NetworkSpecs.SIX_BRANCH, 3, READING),
                spec(NetworkSpecs.STACKED_RESNET, 1, bare));
    }

    private static NetworkSpec spec(String name, int blocks, HeadSettings head) {
        return NetworkSpecs.named(
                new NetworkSettings(name, BodySettings.sized(blocks, 4), head),
                TinyTraining.CHANNELS,
                TinyTraining.SIDE,
                TinyTraining.CLASSES);
    }

    @Test
    void theWeightsAfterAStepAreThoseOfPyTorch() {
        try (Network network = start(reference())) {
            MixedBatch batch = MixedBatch.unmixed(References.joined(0, 2, 1, 0)).ofCellTypes(0, 1, 1, 0);

            assertThat(network.step(batch, 0.1, 0).loss()).isCloseTo(LOSS, within(1e-6));

            assertThat(references.tensor(network, "logits/weights", 1))
                    .containsExactly(References.floats(WEIGHTS), within(1e-6f));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void onnxRuntimeGivesTheLogitsOfTheEngine(NetworkSpec spec) throws OrtException {
        try (Network network = engine.create(spec, TinyTraining.ADAM, 7)) {
            steps(network, 0, 4);
            Batch unseen = TinyTraining.batch(spec, 5, 99);
            int[] types = {0, 1, 1, 0, spec.cellTypes() - 1};
            MixedBatch given = MixedBatch.unmixed(unseen).ofCellTypes(types);

            float[][] logits = network.logits(given);

            float[] vectors = given.cellTypes(spec.cellTypes());
            byte[] onnx = Saved.bytes(network::toOnnx);
            EngineContract.assertClose(OnnxRuntime.run(onnx, unseen, vectors, NetworkSpec.LOGITS), logits);
            NormStatistics measured = network.measure(given);
            EngineContract.assertClose(
                    OnnxRuntime.run(Saved.bytes(network::toMeasuringOnnx), unseen, vectors, NetworkSpec.LOGITS),
                    network.logits(given, measured));
            float[][] ofOthers = network.logits(MixedBatch.unmixed(unseen).ofCellTypes(1, 0, 0, 1, 0));
            assertThat(Arrays.deepEquals(ofOthers, logits))
                    .as("the cell type has no effect")
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aRestoredNetworkEndsWhereTheUninterruptedOneDoes(NetworkSpec spec) {
        new Resuming(engine, folder).check(spec, CellTypeContract::steps);
    }

    @Test
    void aBatchWithoutCellTypesIsRefused() {
        NetworkSpec spec = networks().getFirst();
        try (Network network = engine.create(spec, TinyTraining.ADAM, 7)) {
            assertThatThrownBy(() -> network.logits(TinyTraining.batch(spec, 2, 1)))
                    .hasMessageContaining("cell types of the samples are not given");
        }
    }

    private static void steps(Network network, int from, int to) {
        for (int step = from; step < to; step++) {
            Batch batch = TinyTraining.batch(network.spec(), 4, step);
            MixedBatch mixed = MixedBatch.of(batch, new Mixing.Blend(List.of(1, 2, 3, 0), 0.7))
                    .ofCellTypes(0, 1, 1, 0);
            var unused = network.step(mixed, 1e-2, step);
        }
    }

    private static NetworkSpec reference() {
        return References.spec(
                new Node(NetworkSpec.CELL_TYPE, new Op.CellType(2), List.of(NetworkSpec.PIXELS)),
                new Node("features", new Op.Concatenate(), List.of("average", NetworkSpec.CELL_TYPE)),
                new Node(NetworkSpec.LOGITS, new Op.Dense(3, 0), List.of("features")));
    }

    private Network start(NetworkSpec spec) {
        return references.start(spec, SGD, weight -> weight.part().equals("bias") ? B : W);
    }
}
