package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.network.Blocks;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Weight;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Changes a graph's parameters by the gradients of a batch: averages them over the batches of an update, limits the gradient of each
 * layer, has the library's updater compute the changes, adds the weight decay, multiplies them by the rates of the blocks, and subtracts
 * them. The library's own limit would count the changes of running statistics as gradients.
 */
final class GraphOptimizer implements AutoCloseable {
    private final ComputationGraph graph;
    private final TrainingSettings settings;
    private final List<Weight> trained;
    private final List<Weight> measured;
    private final GraphArray parameters;
    private final Optional<GraphArray> accumulated;
    private final Map<Weight, Double> rates; // of the blocks that are trained with a smaller one
    private List<Weight> frozen = List.of();
    private @Nullable GraphArray gradients; // made at the first step: a network that is only published needs none

    GraphOptimizer(NetworkSpec spec, TrainingSettings settings, ComputationGraph graph) {
        this.graph = graph;
        this.settings = settings;
        Map<Boolean, List<Weight>> weights =
                Weight.of(spec).stream().collect(Collectors.partitioningBy(Weight::trained));
        this.trained = weights.getOrDefault(true, List.of());
        this.measured = weights.getOrDefault(false, List.of());
        this.parameters = GraphArray.of(graph, graph.params());
        this.accumulated = settings.accumulate() > 1 ? Optional.of(GraphArray.zeros(graph)) : Optional.empty();
        this.rates = settings.hasBlockRates() ? rates(spec, trained, settings.blockRateDecay()) : Map.of();
    }

    private static Map<Weight, Double> rates(NetworkSpec spec, List<Weight> trained, double decay) {
        ToDoubleFunction<Node> ofNode = Blocks.rates(spec, decay);
        Map<Weight, Double> rates = new LinkedHashMap<>();
        for (Weight weight : trained) {
            double rate = ofNode.applyAsDouble(weight.node());
            if (rate < 1) {
                rates.put(weight, rate);
            }
        }
        return rates;
    }

    /** The sums of the gradients since the last update; empty if each step is an update. */
    Optional<GraphArray> accumulated() {
        return accumulated;
    }

    /** From now on, leaves the weights of these nodes as they are. */
    void freeze(Collection<Node> nodes) {
        frozen = Stream.concat(trained.stream(), measured.stream())
                .filter(weight -> nodes.contains(weight.node()))
                .toList();
    }

    /** Applies the gradients that the graph has computed; the library sums them over the samples. */
    void step(int samples, double learningRate, long step) {
        GraphArray gradient = gradients();
        trained.forEach(weight -> {
            INDArray unused = gradient.view(weight).divi(samples);
        });
        if (accumulated.isPresent()) {
            moveStatistics(gradient);
            if (!settings.updatesAt(step)) {
                INDArray unused = accumulated.get().all().addi(gradient.all());
                return;
            }
            average(gradient.all(), accumulated.get().all());
        }
        if (settings.gradientClip() > 0) {
            byLayer(gradient).forEach(this::clip);
        }
        int update = Math.toIntExact(settings.updatesIn(step + 1) - 1); // for the bias correction of Adam
        graph.getUpdater(true).update(graph.gradient(), update, 0, 1, LayerWorkspaceMgr.noWorkspaces());
        if (settings.weightDecay() > 0) {
            trained.stream()
                    .filter(Weight::isDecayed)
                    .forEach(weight -> decay(gradient.view(weight), parameters.view(weight), learningRate));
        }
        rates.forEach((weight, rate) -> {
            INDArray unused = gradient.view(weight).muli(rate);
        });
        frozen.forEach(weight -> {
            INDArray unused = gradient.view(weight).assign(0);
        });
        INDArray unused = parameters.all().subi(gradient.all());
    }

    private GraphArray gradients() {
        GraphArray made = gradients;
        if (made == null) {
            made = GraphArray.of(graph, graph.getFlattenedGradients());
            gradients = made;
        }
        return made;
    }

    /** The library passes the changes of running statistics as gradients; they are made at each batch. */
    private void moveStatistics(GraphArray gradient) {
        for (Weight weight : measured) {
            INDArray change = gradient.view(weight);
            INDArray unusedMoved = parameters.view(weight).subi(change);
            INDArray unusedZeros = change.assign(0);
        }
    }

    private void average(INDArray gradient, INDArray sum) {
        INDArray unusedMean = gradient.addi(sum).divi(settings.accumulate());
        INDArray unusedZeros = sum.assign(0);
    }

    private Collection<List<INDArray>> byLayer(GraphArray gradient) {
        return trained.stream()
                .collect(Collectors.groupingBy(
                        weight -> weight.node().name(),
                        LinkedHashMap::new,
                        Collectors.mapping(gradient::view, Collectors.toList())))
                .values();
    }

    private void clip(List<INDArray> layer) {
        double squares = 0;
        for (INDArray gradient : layer) {
            double norm = gradient.norm2Number().doubleValue();
            squares += norm * norm;
        }
        double norm = Math.sqrt(squares);
        if (norm > settings.gradientClip()) {
            layer.forEach(gradient -> {
                INDArray unused = gradient.muli(settings.gradientClip() / norm);
            });
        }
    }

    private void decay(INDArray change, INDArray weights, double learningRate) {
        try (INDArray lost = weights.mul(learningRate * settings.weightDecay())) {
            INDArray unused = change.addi(lost);
        }
    }

    @Override
    public void close() {
        accumulated.ifPresent(sum -> sum.all().close());
    }
}
