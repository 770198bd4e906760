package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.NetworkDefinition;
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
import java.util.Optional;
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
    private final List<String> optimizerStates;
    private final Map<String, INDArray> ofOptimizer =
            new HashMap<>(); // views with the shape and the order of a parameter
    private final Optional<GraphAverage> average;
    private final Optional<GraphArray> accumulated;

    /** @param accumulated the gradients since the last update, if there are any */
    GraphState(
            NetworkDefinition definition,
            ComputationGraph graph,
            Optional<GraphAverage> average,
            Optional<GraphArray> accumulated) {
        this.spec = definition.spec();
        this.graph = graph;
        this.weights = new GraphWeights(graph);
        this.optimizerStates = definition.settings().optimizer().state();
        this.average = average;
        this.accumulated = accumulated;
        graph.getUpdater(true).getUpdaterBlocks().forEach(this::addViews);
    }

    /** Views into the arrays of one group of parameters, which the library keeps one after the other. */
    private void addViews(UpdaterBlock block) {
        if (block.getUpdaterViewOffsetEnd() == block.getUpdaterViewOffsetStart()) {
            return; // of running statistics
        }
        INDArray all = block.getUpdaterView().reshape(block.getUpdaterView().length());
        long share = all.length() / optimizerStates.size();
        for (UpdaterBlock.ParamState parameter : block.getLayersAndVariablesInBlock()) {
            String layer = parameter.getLayer().getConfig().getLayerName();
            INDArray value = graph.getLayer(layer).getParam(parameter.getParamName());
            long begin = (long) parameter.getParamOffsetStart() - block.getParamOffsetStart();
            long end = (long) parameter.getParamOffsetEnd() - block.getParamOffsetStart();
            for (int i = 0; i < optimizerStates.size(); i++) {
                INDArray view = all.get(NDArrayIndex.interval(i * share + begin, i * share + end));
                ofOptimizer.put(
                        key(layer, parameter.getParamName(), optimizerStates.get(i)),
                        view.reshape(value.ordering(), value.shape()));
            }
        }
    }

    List<SavedTensor> tensors() {
        List<SavedTensor> tensors = new ArrayList<>();
        for (Weight weight : Weight.of(spec)) {
            Node node = weight.node();
            String name = weight.name();
            tensors.add(new SavedTensor(name, weight.shape(), () -> weights.get(node, weight.part())));
            if (weight.trained()) {
                for (String state : optimizerStates) {
                    tensors.add(saved(SavedTensor.ofOptimizer(name, state), weight, ofOptimizer(weight, state)));
                }
                accumulated.ifPresent(
                        sums -> tensors.add(saved(SavedTensor.accumulated(name), weight, sums.view(weight))));
            } else if (weight.part().equals("variance")) {
                tensors.add(saved(logDeviation(node), weight, logDeviationOf(node)));
            }
            average.ifPresent(kept -> tensors.add(
                    new SavedTensor(SavedTensor.average(name), weight.shape(), () -> kept.numbers(weight))));
        }
        return tensors;
    }

    private static SavedTensor saved(String name, Weight weight, INDArray array) {
        return new SavedTensor(name, weight.shape(), () -> GraphWeights.numbers(array));
    }

    /** Puts saved tensors into the graph; a variance that another engine saved is converted. */
    void restore(SavedNetwork saved) {
        for (Weight weight : Weight.of(spec)) {
            String name = weight.name();
            if (weight.trained()) {
                assign(weights.array(weight.node(), weight.part()), saved.numbers(name, weight.shape()));
                for (String state : optimizerStates) {
                    assign(
                            ofOptimizer(weight, state),
                            saved.numbers(SavedTensor.ofOptimizer(name, state), weight.shape()));
                }
                accumulated.ifPresent(sums ->
                        assign(sums.view(weight), saved.numbers(SavedTensor.accumulated(name), weight.shape())));
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
        average.ifPresent(
                kept -> kept.begin(weight -> saved.numbers(SavedTensor.average(weight.name()), weight.shape())));
    }

    private INDArray ofOptimizer(Weight weight, String state) {
        Node node = weight.node();
        return Objects.requireNonNull(
                ofOptimizer.get(key(node.name(), GraphWeights.key(node, weight.part()), state)), weight::name);
    }

    private INDArray logDeviationOf(Node node) {
        return graph.getLayer(node.name()).getParam(BatchNormalizationParamInitializer.GLOBAL_LOG_STD);
    }

    private static String logDeviation(Node node) {
        return node.name() + "/" + LOG_DEVIATION;
    }

    static float[] logDeviations(float[] variances) {
        float[] logs = new float[variances.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = (float) (0.5 * Math.log10(variances[i]));
        }
        return logs;
    }

    /** Assigns numbers in row-major order. */
    static void assign(INDArray array, float[] numbers) {
        try (INDArray source = Nd4j.create(numbers, array.shape(), 'c')) {
            array.assign(source);
        }
    }

    private static String key(String layer, String parameter, String state) {
        return layer + " " + parameter + " " + state;
    }
}
