package io.wellstream.trainer.engine.dl4j;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.random.SplitMix64;
import io.wellstream.trainer.engine.DivergedException;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.NetworkDefinition;
import io.wellstream.trainer.engine.StepResult;
import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.engine.saved.SavedState;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.MixedLabels;
import io.wellstream.trainer.mixing.Mixing;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.onnx.OnnxExporter;
import io.wellstream.wire.Floats;
import io.wellstream.wire.keys.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A Deeplearning4j network. Before each step, all hidden state is set from the step number. */
final class Dl4jNetwork implements Network {
    private static final int CHUNK = 1 << 18; // numbers digested at a time

    private final NetworkDefinition definition;
    private final ComputationGraph graph;
    private final StepLearningRate rate;
    private final LogitsListener listener = new LogitsListener();
    private final BatchArrays arrays;
    private long steps;

    private Dl4jNetwork(NetworkDefinition definition) {
        this.definition = definition;
        this.rate = new StepLearningRate(0);
        this.graph = new ComputationGraph(GraphBuilder.configuration(definition, rate));
        this.graph.init();
        this.graph.setListeners(listener);
        this.arrays = new BatchArrays(definition.spec());
    }

    static Dl4jNetwork create(NetworkDefinition definition) {
        return new Dl4jNetwork(definition);
    }

    static Dl4jNetwork restore(ModelZip checkpoint) {
        Dl4jNetwork network = new Dl4jNetwork(checkpoint.definition());
        checkpoint.restore(network.graph);
        network.position(checkpoint.steps(), checkpoint.learningRate());
        network.steps = checkpoint.steps();
        return network;
    }

    static Dl4jNetwork restore(SavedNetwork saved) {
        Dl4jNetwork network = new Dl4jNetwork(saved.state().definition());
        new GraphState(network.spec(), network.graph).restore(saved);
        network.position(saved.state().steps(), saved.state().learningRate());
        network.steps = saved.state().steps();
        return network;
    }

    ComputationGraph graph() {
        return graph;
    }

    @Override
    public NetworkSpec spec() {
        return definition.spec();
    }

    @Override
    public StepResult step(Batch batch, Mixing mixing, double learningRate, long step) {
        position(step, learningRate);
        double smoothing = definition.settings().labelSmoothing();
        MixedBatch mixed = MixedBatch.of(batch, mixing);
        MixedLabels expected = mixed.labels();
        INDArray[] inputs = arrays.inputs(mixed);
        INDArray labels = arrays.labels(expected, smoothing);
        try {
            graph.fit(inputs, new INDArray[] {labels});
        } finally {
            close(inputs);
            labels.close();
        }
        steps = step + 1;
        StepResult result = listener.result(expected, smoothing);
        if (!Double.isFinite(result.loss())) {
            throw new DivergedException(step, result.loss(), learningRate);
        }
        return result;
    }

    @Override
    public float[][] logits(Batch batch) {
        INDArray[] inputs = arrays.inputs(batch);
        try (INDArray logits = graph.output(List.of(NetworkSpec.LOGITS), false, inputs, null)[0]) {
            return logits.toFloatMatrix();
        } finally {
            close(inputs);
        }
    }

    @Override
    public void save(OutputStream out) throws IOException {
        SavedState state = new SavedState(definition, steps, rate.getValue(), NativeKernels.LIBRARY);
        SavedNetwork.write(state, new GraphState(spec(), graph).tensors(), out);
    }

    /** A Deeplearning4j model zip. */
    @Override
    public Optional<LibraryFile> libraryFile() {
        return Optional.of(out -> ModelZip.write(definition, steps, rate.getValue(), graph, out));
    }

    @Override
    public byte[] parametersSha256() {
        INDArray parameters = graph.params().reshape(graph.params().length());
        MessageDigest digest = Sha256.newDigest();
        for (long from = 0; from < parameters.length(); from += CHUNK) {
            long end = Math.min(parameters.length(), from + CHUNK);
            INDArray chunk = parameters.get(NDArrayIndex.interval(from, end)).dup();
            digest.update(Floats.littleEndian(chunk.data().asFloat()));
        }
        return digest.digest();
    }

    @Override
    public void toOnnx(OutputStream out) throws IOException {
        OnnxExporter.export(spec(), new GraphWeights(graph), out);
    }

    @Override
    public List<String> batchNorms() {
        return spec().batchNorms();
    }

    @Override
    public void toMeasuringOnnx(OutputStream out) throws IOException {
        OnnxExporter.exportMeasuring(spec(), new GraphWeights(graph), out);
    }

    @Override
    public void close() {
        graph.close();
    }

    /** Sets everything that a step depends on except parameters, optimizer state and batch. */
    private void position(long step, double learningRate) {
        rate.set(learningRate);
        graph.getConfiguration().setIterationCount(Math.toIntExact(step)); // used by Adam's bias correction
        Nd4j.getRandom().setSeed(dropoutSeed(step));
    }

    /** The seed for dropout depends only on the run's seed and the step. */
    private long dropoutSeed(long step) {
        return SplitMix64.mix(definition.seed() + (step + 1) * 0x9e3779b97f4a7c15L);
    }

    private static void close(INDArray... arrays) {
        for (INDArray array : arrays) {
            array.close();
        }
    }
}
