package io.wellstream.trainer.engine.dl4j;

import io.wellstream.imaging.random.SplitMix64;
import io.wellstream.trainer.engine.DivergedException;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.NetworkDefinition;
import io.wellstream.trainer.engine.NormStatistics;
import io.wellstream.trainer.engine.StepResult;
import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.engine.saved.SavedState;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.MixedLabels;
import io.wellstream.trainer.network.Blocks;
import io.wellstream.trainer.network.NamedWeights;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import io.wellstream.trainer.network.Weight;
import io.wellstream.trainer.onnx.OnnxExporter;
import io.wellstream.wire.Floats;
import io.wellstream.wire.keys.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
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
    private final GraphOptimizer optimizer;
    private final Optional<GraphAverage> average;
    private long steps;

    private Dl4jNetwork(NetworkDefinition definition) {
        this.definition = definition;
        this.rate = new StepLearningRate(0);
        this.graph = new ComputationGraph(GraphBuilder.configuration(definition, rate));
        this.graph.init();
        this.graph.setListeners(listener);
        this.arrays = new BatchArrays(definition.spec());
        this.optimizer = new GraphOptimizer(definition.spec(), definition.settings(), graph);
        this.average = definition.settings().isAveraged()
                ? Optional.of(new GraphAverage(definition.spec(), graph))
                : Optional.empty();
    }

    static Dl4jNetwork create(NetworkDefinition definition) {
        Dl4jNetwork network = new Dl4jNetwork(definition);
        network.average.ifPresent(GraphAverage::begin);
        return network;
    }

    static Dl4jNetwork restore(ModelZip checkpoint) {
        Dl4jNetwork network = new Dl4jNetwork(checkpoint.definition());
        checkpoint.restore(network.graph);
        network.average.ifPresent(GraphAverage::begin);
        network.position(checkpoint.steps(), checkpoint.learningRate());
        network.steps = checkpoint.steps();
        return network;
    }

    static Dl4jNetwork restore(SavedNetwork saved) {
        Dl4jNetwork network = new Dl4jNetwork(saved.state().definition());
        network.position(saved.state().steps(), saved.state().learningRate());
        network.steps = saved.state().steps();
        network.state().restore(saved);
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
    public StepResult step(MixedBatch mixed, double learningRate, long step) {
        average.ifPresent(GraphAverage::hide);
        position(step, learningRate);
        double smoothing = definition.settings().labelSmoothing();
        MixedLabels expected = mixed.labels();
        INDArray[] inputs = arrays.inputs(mixed);
        INDArray labels = arrays.labels(expected, mixed.samples(), smoothing);
        try (INDArray counted = arrays.counted(mixed)) {
            graph.setInputs(inputs);
            graph.setLabels(labels);
            if (mixed.labelled() < mixed.samples()) {
                graph.setLayerMaskArrays(null, new INDArray[] {counted});
            }
            graph.computeGradientAndScore();
            optimizer.step(mixed.labelled(), learningRate, step);
        } finally {
            graph.clearLayerMaskArrays();
            graph.clearLayersStates();
            close(inputs);
            labels.close();
        }
        steps = step + 1;
        StepResult result = listener.result(expected, smoothing, spec().answers());
        if (!Double.isFinite(result.loss())) {
            throw new DivergedException(step, result.loss(), learningRate);
        }
        if (definition.settings().updatesAt(step)) {
            double decay =
                    definition.settings().averageDecay(definition.settings().updatesIn(steps));
            average.ifPresent(kept -> kept.update(decay));
        }
        return result;
    }

    @Override
    public void freeze(int blocks) {
        List<Node> frozen = Blocks.upTo(spec(), blocks);
        frozen.stream()
                .filter(node -> node.op() instanceof Op.BatchNorm)
                .forEach(node -> FrozenBatchNorm.replace(graph, node.name()));
        optimizer.freeze(frozen);
    }

    @Override
    public NormStatistics measure(MixedBatch batch) {
        average.ifPresent(GraphAverage::show);
        try (RunningStatistics _ = new RunningStatistics(spec(), graph);
                MeasuringBatchNorms measuring = new MeasuringBatchNorms(batchNorms(), graph)) {
            float[][] unused = compute(batch);
            return measuring.statistics();
        }
    }

    @Override
    public float[][] logits(MixedBatch batch, NormStatistics statistics) {
        average.ifPresent(GraphAverage::show);
        try (RunningStatistics running = new RunningStatistics(spec(), graph)) {
            running.replace(statistics);
            return compute(batch);
        }
    }

    @Override
    public float[][] logits(MixedBatch batch) {
        average.ifPresent(GraphAverage::show);
        return compute(batch);
    }

    private float[][] compute(MixedBatch batch) {
        INDArray[] inputs = arrays.inputs(batch);
        try (INDArray logits = graph.output(List.of(NetworkSpec.LOGITS), false, inputs, null)[0]) {
            float[][] all = logits.toFloatMatrix();
            return spec().controls() == null
                    ? all
                    : Arrays.stream(all)
                            .map(row -> Arrays.copyOf(row, spec().answers()))
                            .toArray(float[][]::new);
        } finally {
            close(inputs);
        }
    }

    @Override
    public void save(OutputStream out) throws IOException {
        average.ifPresent(GraphAverage::hide);
        SavedState saved = new SavedState(definition, steps, rate.getValue(), NativeKernels.LIBRARY);
        SavedNetwork.write(saved, state().tensors(), out);
    }

    private GraphState state() {
        boolean betweenUpdates = steps % definition.settings().accumulate() != 0;
        return new GraphState(definition, graph, average, betweenUpdates ? optimizer.accumulated() : Optional.empty());
    }

    /** A Deeplearning4j model zip. */
    @Override
    public Optional<LibraryFile> libraryFile() {
        if (!GraphBuilder.isPortable(spec())) {
            return Optional.empty();
        }
        return Optional.of(out -> {
            average.ifPresent(GraphAverage::show);
            ModelZip.write(definition, steps, rate.getValue(), graph, out);
        });
    }

    @Override
    public byte[] parametersSha256() {
        average.ifPresent(GraphAverage::hide);
        INDArray parameters = graph.params().reshape(graph.params().length());
        MessageDigest digest = Sha256.newDigest();
        for (long from = 0; from < parameters.length(); from += CHUNK) {
            long end = Math.min(parameters.length(), from + CHUNK);
            INDArray chunk = parameters.get(NDArrayIndex.interval(from, end)).dup();
            digest.update(Floats.littleEndian(chunk.data().asFloat()));
        }
        average.ifPresent(kept -> Weight.of(spec()).stream()
                .map(kept::numbers)
                .map(Floats::littleEndian)
                .forEach(digest::update));
        return digest.digest();
    }

    @Override
    public void toOnnx(OutputStream out) throws IOException {
        OnnxExporter.export(spec(), published(), out);
    }

    @Override
    public List<String> batchNorms() {
        return spec().batchNorms();
    }

    @Override
    public void toMeasuringOnnx(OutputStream out) throws IOException {
        OnnxExporter.exportMeasuring(spec(), published(), out);
    }

    /** The moving average, if there is one, else the weights. */
    private NamedWeights published() {
        return average.isPresent() ? average.get() : new GraphWeights(graph);
    }

    @Override
    public void close() {
        optimizer.close();
        average.ifPresent(GraphAverage::close);
        graph.close();
    }

    /** Sets everything that a step depends on except parameters, optimizer state and batch. */
    private void position(long step, double learningRate) {
        rate.set(learningRate);
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
