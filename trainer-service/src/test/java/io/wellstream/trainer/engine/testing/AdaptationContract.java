package io.wellstream.trainer.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.MemoryPart;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.NormStatistics;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.StepResult;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.Mixing;
import io.wellstream.trainer.network.NetworkSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How every training engine measures batch norms, computes with other statistics, and trains beside samples without labels. */
public abstract class AdaptationContract {
    private static final TrainingSettings AVERAGED = new TrainingSettings(Optimizer.ADAM, 0.1, 0, 0, 0.9, 1);

    private final Engine engine;
    private final Path folder;

    protected AdaptationContract(Engine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
    }

    public static List<NetworkSpec> networks() {
        return List.of(TinyTraining.resnet(), TinyTraining.sixBranch(), TinyTraining.arcFace());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void itMeasuresWhatTheMeasuringFormMeasures(NetworkSpec spec) throws OrtException {
        for (TrainingSettings settings : List.of(TinyTraining.ADAM, AVERAGED)) {
            try (Network network = engine.create(spec, settings, 7)) {
                EngineContract.steps(network, 0, 3);
                byte[] before = network.parametersSha256();
                Batch batch = TinyTraining.batch(spec, 16, 99);

                NormStatistics measured = network.measure(MixedBatch.unmixed(batch));

                Map<String, float[]> expected = OnnxRuntime.run(Saved.bytes(network::toMeasuringOnnx), batch);
                for (String norm : network.batchNorms()) {
                    assertClose(measured.of(norm).mean(), of(expected, norm + "/mean"));
                    assertClose(measured.of(norm).variance(), of(expected, norm + "/variance"));
                }
                assertThat(network.parametersSha256()).isEqualTo(before);
                EngineContract.assertClose(
                        network.logits(MixedBatch.unmixed(batch), measured),
                        rows(of(expected, NetworkSpec.LOGITS), spec.classes()));
            }
        }
    }

    @Test
    void aBatchToEvaluateThatIsLargerThanThoseInTrainingIsForecast() {
        NetworkSpec spec = TinyTraining.resnet();
        long input = (long) Float.BYTES * spec.channels() * spec.side() * spec.side();

        long alike = MemoryPart.sum(engine.memory(spec, TinyTraining.ADAM, 8, 8));
        long larger = MemoryPart.sum(engine.memory(spec, TinyTraining.ADAM, 8, 64));

        assertThat(larger - alike).isGreaterThan(56 * input);
        assertThat(MemoryPart.sum(engine.memory(spec, TinyTraining.ADAM, 64, 64)))
                .isGreaterThan(larger);
    }

    @Test
    void computingWithOtherStatisticsChangesNothingAfterwards() {
        NetworkSpec spec = TinyTraining.resnet();
        try (Network network = engine.create(spec, TinyTraining.ADAM, 7);
                Network undisturbed = engine.create(spec, TinyTraining.ADAM, 7)) {
            Batch batch = TinyTraining.batch(spec, 16, 99);
            EngineContract.steps(network, 0, 2);
            EngineContract.steps(undisturbed, 0, 2);
            float[][] before = network.logits(batch);

            float[][] adapted = adapted(network, batch);

            assertThat(Arrays.deepEquals(adapted, before)).isFalse();
            assertThat(network.logits(batch)).isDeepEqualTo(before);
            EngineContract.steps(network, 2, 4);
            EngineContract.steps(undisturbed, 2, 4);
            assertThat(network.parametersSha256()).isEqualTo(undisturbed.parametersSha256());
        }
    }

    /** Without batch norms, samples without labels have no effect at all. */
    @Test
    void samplesWithoutLabelsDoNotEnterTheLoss() {
        References references = new References(engine, folder);
        TrainingSettings settings = new TrainingSettings(Optimizer.SGD, 0.1, 0);
        Batch batch = References.BATCHES.getFirst();
        Batch joined = References.joined(0, 2, Batch.NO_LABEL, Batch.NO_LABEL);
        try (Network alone = references.start(References.REGRESSION, settings);
                Network beside = references.start(References.REGRESSION, settings)) {
            for (int step = 0; step < 3; step++) {
                double expected = alone.step(batch, 0.1, step).loss();

                assertThat(beside.step(MixedBatch.of(joined, Mixing.NONE, 2), 0.1, step)
                                .loss())
                        .isCloseTo(expected, within(1e-6));
            }
            assertThat(references.tensor(beside, "logits/weights", 3))
                    .containsExactly(references.tensor(alone, "logits/weights", 3), within(1e-6f));
            assertThat(references.tensor(beside, "logits/bias", 3))
                    .containsExactly(references.tensor(alone, "logits/bias", 3), within(1e-6f));
        }
    }

    @Test
    void samplesWithoutLabelsEnterTheStatistics() {
        NetworkSpec spec = TinyTraining.resnetWithoutDropout();
        Batch batch = withoutLabelsFrom(TinyTraining.batch(spec, 8, 5), 5);
        try (Network network = engine.create(spec, TinyTraining.ADAM, 7)) {
            NormStatistics measured = network.measure(MixedBatch.unmixed(batch));
            double expected = StepResult.of(
                            Arrays.copyOf(network.logits(MixedBatch.unmixed(batch), measured), 5),
                            Arrays.copyOf(batch.labels(), 5),
                            TinyTraining.ADAM.labelSmoothing())
                    .loss();

            assertThat(network.step(MixedBatch.of(batch, Mixing.NONE, 5), 1e-3, 0)
                            .loss())
                    .isCloseTo(expected, within(1e-4));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aRunWithSuchBatchesResumesBitForBit(NetworkSpec spec) {
        byte[] uninterrupted;
        Path checkpoint;
        try (Network network = engine.create(spec, AVERAGED, 7)) {
            steps(network, 0, 2);
            checkpoint = Saved.file(folder, network::save);
            steps(network, 2, 4);
            uninterrupted = network.parametersSha256();
        }
        try (Network resumed = engine.restore(checkpoint, 2)) {
            NormStatistics measured = resumed.measure(MixedBatch.unmixed(TinyTraining.batch(spec, 16, 3)));
            float[][] unused = // as after an epoch
                    resumed.logits(MixedBatch.unmixed(TinyTraining.batch(spec, 4, 3)), measured);
            steps(resumed, 2, 4);

            assertThat(resumed.parametersSha256()).isEqualTo(uninterrupted);
        }
    }

    @Test
    void aLabelAmongTheSamplesWithoutLabelsIsRefused() {
        Batch batch = TinyTraining.batch(TinyTraining.resnet(), 4, 1);
        assertThatThrownBy(() -> MixedBatch.of(batch, Mixing.NONE, 3)).hasMessageContaining("expected none after 3");
    }

    /** By its own statistics. */
    private static float[][] adapted(Network network, Batch batch) {
        MixedBatch unmixed = MixedBatch.unmixed(batch);
        return network.logits(unmixed, network.measure(unmixed));
    }

    private static void steps(Network network, int from, int to) {
        for (int step = from; step < to; step++) {
            Batch batch = withoutLabelsFrom(TinyTraining.batch(network.spec(), 6, step), 4);
            var unused = network.step(MixedBatch.of(batch, new Mixing.Blend(List.of(1, 0, 3, 2), 0.7), 4), 1e-3, step);
        }
    }

    private static Batch withoutLabelsFrom(Batch batch, int from) {
        int[] labels = batch.labels().clone();
        Arrays.fill(labels, from, labels.length, Batch.NO_LABEL);
        return new Batch(batch.channels(), batch.side(), batch.pixels(), batch.scale(), batch.offset(), labels);
    }

    private static void assertClose(float[] found, float[] expected) {
        EngineContract.assertClose(new float[][] {found}, new float[][] {expected});
    }

    private static float[][] rows(float[] flat, int width) {
        float[][] rows = new float[flat.length / width][];
        Arrays.setAll(rows, s -> Arrays.copyOfRange(flat, s * width, (s + 1) * width));
        return rows;
    }

    private static float[] of(Map<String, float[]> outputs, String name) {
        return Objects.requireNonNull(outputs.get(name), name);
    }
}
