package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.engine.saved.SavedTensor;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The complete state of a graph as named tensors. The library keeps the logarithm of a batch norm's standard deviation, from which
 * the variance cannot be computed back to the same bits, so both are saved.
 */
final class GraphState {
    private static final String LOG_DEVIATION = "log10-deviation";

    private final NetworkSpec spec;
    private final ComputationGraph graph;
    private final GraphWeights weights;
    private final Map<String, Moments> moments = new HashMap<>();

    /** The optimizer's running means for one parameter: views that have its shape and its order. */
    private record Moments(INDArray first, INDArray second) {}

    GraphState(NetworkSpec spec, ComputationGraph graph) {
        this.spec = spec;
        this.graph = graph;
        this.weights = new GraphWeights(graph);
        graph.getUpdater(true).getUpdaterBlocks().forEach(this::addMoments);
    }

    /** Views into the arrays of one group of parameters, which the library keeps one after the other. */
    private void addMoments(UpdaterBlock block) {
        if (block.getUpdaterViewOffsetEnd() == block.getUpdaterViewOffsetStart()) {
            return; // of running statistics
        }
        INDArray both = block.getUpdaterView().reshape(block.getUpdaterView().length());
        long half = both.length() / 2;
        for (UpdaterBlock.ParamState parameter : block.getLayersAndVariablesInBlock()) {
            String layer = parameter.getLayer().getConfig().getLayerName();
            INDArray value = graph.getLayer(layer).getParam(parameter.getParamName());
            long begin = (long) parameter.getParamOffsetStart() - block.getParamOffsetStart();
            long end = (long) parameter.getParamOffsetEnd() - block.getParamOffsetStart();
            moments.put(
                    key(layer, parameter.getParamName()),
                    new Moments(
                            both.get(NDArrayIndex.interval(begin, end)).reshape(value.ordering(), value.shape()),
                            both.get(NDArrayIndex.interval(half + begin, half + end))
                                    .reshape(value.ordering(), value.shape())));
        }
    }

    List<SavedTensor> tensors() {
        List<SavedTensor> tensors = new ArrayList<>();
        for (Weight weight : Weight.of(spec)) {
            Node node = weight.node();
            String name = weight.name();
            tensors.add(new SavedTensor(name, weight.shape(), () -> weights.get(node, weight.part())));
            if (weight.trained()) {
                Moments kept = moments(weight);
                tensors.add(new SavedTensor(
                        SavedTensor.firstMoment(name), weight.shape(), () -> GraphWeights.numbers(kept.first())));
                tensors.add(new SavedTensor(
                        SavedTensor.secondMoment(name), weight.shape(), () -> GraphWeights.numbers(kept.second())));
            } else if (weight.part().equals("variance")) {
                tensors.add(new SavedTensor(
                        logDeviation(node), weight.shape(), () -> GraphWeights.numbers(logDeviationOf(node))));
            }
        }
        return tensors;
    }

    /** Puts saved tensors into the graph; a variance that another engine saved is converted. */
    void restore(SavedNetwork saved) {
        for (Weight weight : Weight.of(spec)) {
            String name = weight.name();
            if (weight.trained()) {
                Moments kept = moments(weight);
                assign(weights.array(weight.node(), weight.part()), saved.numbers(name, weight.shape()));
                assign(kept.first(), saved.numbers(SavedTensor.firstMoment(name), weight.shape()));
                assign(kept.second(), saved.numbers(SavedTensor.secondMoment(name), weight.shape()));
            } else if (weight.part().equals("variance")) {
                String logs = logDeviation(weight.node());
                assign(
                        logDeviationOf(weight.node()),
                        saved.has(logs)
                                ? saved.numbers(logs, weight.shape())
                                : logDeviations(saved.numbers(name, weight.shape())));
            } else {
                assign(weights.array(weight.node(), weight.part()), saved.numbers(name, weight.shape()));
            }
        }
    }

    private Moments moments(Weight weight) {
        return Objects.requireNonNull(
                moments.get(key(weight.node().name(), GraphWeights.key(weight.node(), weight.part()))), weight::name);
    }

    private INDArray logDeviationOf(Node node) {
        return graph.getLayer(node.name()).getParam(BatchNormalizationParamInitializer.GLOBAL_LOG_STD);
    }

    private static String logDeviation(Node node) {
        return node.name() + "/" + LOG_DEVIATION;
    }

    private static float[] logDeviations(float[] variances) {
        float[] logs = new float[variances.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = (float) (0.5 * Math.log10(variances[i]));
        }
        return logs;
    }

    private static void assign(INDArray array, float[] numbers) {
        try (INDArray source = Nd4j.create(numbers, array.shape(), 'c')) {
            array.assign(source);
        }
    }

    private static String key(String layer, String parameter) {
        return layer + " " + parameter;
    }
}
