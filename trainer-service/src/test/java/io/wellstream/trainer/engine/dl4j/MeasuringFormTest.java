package io.wellstream.trainer.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.network.NamedWeights;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import io.wellstream.trainer.onnx.OnnxExporter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares the measuring ONNX form with the engine's training pass and with the inference form. */
class MeasuringFormTest {
    private static final long SCREEN = 3;

    static List<NetworkSpec> networks() {
        return List.of(TinyTraining.resnetWithoutDropout(), TinyTraining.sixBranchWithoutDropout());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theStatisticsAreThoseOfTheInputOfEachBatchNormInTraining(NetworkSpec spec) throws OrtException {
        try (Dl4jNetwork network = trained(spec, 4)) {
            Batch batch = TinyTraining.batch(spec, 16, 99);

            Map<String, float[]> measured = OnnxRuntime.run(Saved.bytes(network::toMeasuringOnnx), batch);

            Map<String, INDArray> activations = network.graph().feedForward(new BatchArrays(spec).inputs(batch), true);
            for (Node norm : norms(spec)) {
                INDArray read =
                        Objects.requireNonNull(activations.get(norm.inputs().getFirst()));
                int[] axes = read.rank() == 2 ? new int[] {0} : new int[] {0, 2, 3};
                assertClose(of(measured, norm.name() + "/mean"), read.mean(axes).toFloatVector());
                assertClose(
                        of(measured, norm.name() + "/variance"),
                        read.var(false, axes).toFloatVector());
            }
            assertThat(network.batchNorms())
                    .isEqualTo(norms(spec).stream().map(Node::name).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theLogitsAreThoseOfANetworkWithTheStatisticsOfTheBatch(NetworkSpec spec) throws OrtException {
        try (Dl4jNetwork network = trained(spec, 4)) {
            Batch batch = TinyTraining.batch(spec, 16, 99);

            Map<String, float[]> measured = OnnxRuntime.run(Saved.bytes(network::toMeasuringOnnx), batch);

            assertClose(logits(adapted(network, measured), batch), of(measured, NetworkSpec.LOGITS));
        }
    }

    @Test
    void underOtherIlluminationTheAdaptedNetworkStaysCloseToItsEarlierLogits() throws OrtException {
        NetworkSpec spec = TinyTraining.resnetWithoutDropout();
        try (Dl4jNetwork network = trainedOnAScreen(spec)) {
            Batch sites = SimulatedSites.batch(spec, SCREEN, 64);
            Batch shifted = SimulatedSites.underOtherIllumination(sites);
            float[] before = logits(Saved.bytes(network::toOnnx), sites);

            double asTrained = distance(logits(Saved.bytes(network::toOnnx), shifted), before);
            byte[] adapted = adapted(network, OnnxRuntime.run(Saved.bytes(network::toMeasuringOnnx), shifted));
            double withItsOwn = distance(logits(adapted, shifted), before);

            assertThat(withItsOwn).isLessThan(0.7 * asTrained);
        }
    }

    @Test
    void onSitesLikeThoseOfTrainingTheLogitsHardlyChange() throws OrtException {
        NetworkSpec spec = TinyTraining.resnetWithoutDropout();
        try (Dl4jNetwork network = trainedOnAScreen(spec)) {
            Batch sites = SimulatedSites.batch(spec, SCREEN, 64);
            float[] before = logits(Saved.bytes(network::toOnnx), sites);

            byte[] adapted = adapted(network, OnnxRuntime.run(Saved.bytes(network::toMeasuringOnnx), sites));

            double size = distance(before, new float[before.length]);
            assertThat(distance(logits(adapted, sites), before)).isLessThan(size / 10);
        }
    }

    private static Dl4jNetwork trained(NetworkSpec spec, int steps) {
        Dl4jNetwork network = (Dl4jNetwork) TinyTraining.engine().create(spec, TinyTraining.ADAM, 7);
        for (int step = 0; step < steps; step++) {
            network.step(TinyTraining.batch(spec, 8, step), 1e-2, step);
        }
        return network;
    }

    private static Dl4jNetwork trainedOnAScreen(NetworkSpec spec) {
        Dl4jNetwork network = (Dl4jNetwork) TinyTraining.engine().create(spec, TinyTraining.ADAM, 7);
        Batch sites = SimulatedSites.batch(spec, SCREEN, 64);
        for (int step = 0; step < 60; step++) {
            network.step(sites, step < 40 ? 1e-2 : 1e-4, step); // small steps at the end, so that the statistics settle
        }
        return network;
    }

    /** The inference form with other statistics. */
    private static byte[] adapted(Dl4jNetwork network, Map<String, float[]> statistics) {
        NamedWeights trained = new GraphWeights(network.graph());
        NamedWeights weights = (node, part) ->
                node.op() instanceof Op.BatchNorm && Set.of("mean", "variance").contains(part)
                        ? of(statistics, node.name() + "/" + part)
                        : trained.get(node, part);
        return Saved.bytes(out -> OnnxExporter.export(network.spec(), weights, out));
    }

    private static List<Node> norms(NetworkSpec spec) {
        return spec.nodes().stream()
                .filter(node -> node.op() instanceof Op.BatchNorm)
                .toList();
    }

    private static void assertClose(float[] found, float[] expected) {
        float largest = 1;
        for (float one : expected) {
            largest = Math.max(largest, Math.abs(one));
        }
        assertThat(found).containsExactly(expected, within(1e-4f * largest));
    }

    /** Root mean square difference. */
    private static double distance(float[] some, float[] others) {
        double sum = 0;
        for (int i = 0; i < some.length; i++) {
            sum += Math.pow(some[i] - others[i], 2);
        }
        return Math.sqrt(sum / some.length);
    }

    private static float[] logits(byte[] model, Batch batch) throws OrtException {
        return of(OnnxRuntime.run(model, batch), NetworkSpec.LOGITS);
    }

    private static float[] of(Map<String, float[]> outputs, String name) {
        return Objects.requireNonNull(outputs.get(name), name);
    }
}
