package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.network.NamedWeights;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Weight;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The moving average of a graph's parameters. While it is shown, the graph has the average in place of its parameters, and must not be
 * trained. The average of a variance is that of the variance, not of the logarithm that the library keeps.
 */
final class GraphAverage implements NamedWeights, AutoCloseable {
    private final List<Weight> weights;
    private final GraphWeights now;
    private final GraphArray parameters;
    private final GraphArray average;
    private final INDArray hidden;
    private boolean shown;

    GraphAverage(NetworkSpec spec, ComputationGraph graph) {
        this.weights = Weight.of(spec);
        this.now = new GraphWeights(graph);
        this.parameters = GraphArray.of(graph, graph.params());
        this.average = GraphArray.zeros(graph);
        this.hidden = Nd4j.zeros(graph.params().dataType(), graph.params().length());
    }

    /** Begins with these numbers, in row-major order. */
    void begin(Function<Weight, float[]> numbers) {
        weights.forEach(weight -> GraphState.assign(average.view(weight), numbers.apply(weight)));
    }

    /** Begins with the parameters as they are. */
    void begin() {
        begin(weight -> now.get(weight.node(), weight.part()));
    }

    /** Moves towards the parameters, which are not hidden; it keeps {@code decay} of itself. */
    void update(double decay) {
        for (Weight weight : weights) {
            INDArray kept = average.view(weight);
            INDArray unusedLess = kept.muli(decay);
            try (INDArray part = part(weight, 1 - decay)) {
                INDArray unusedMore = kept.addi(part);
            }
        }
    }

    private INDArray part(Weight weight, double share) {
        INDArray value = parameters.view(weight);
        return isVariance(weight)
                ? Nd4j.create(now.get(weight.node(), weight.part()), value.shape(), 'c')
                        .muli(share)
                : value.mul(share);
    }

    void show() {
        if (!shown) {
            INDArray unusedCopy = hidden.assign(parameters.all());
            for (Weight weight : weights) {
                if (isVariance(weight)) {
                    GraphState.assign(parameters.view(weight), GraphState.logDeviations(numbers(weight)));
                } else {
                    INDArray unused = parameters.view(weight).assign(average.view(weight));
                }
            }
            shown = true;
        }
    }

    void hide() {
        if (shown) {
            INDArray unused = parameters.all().assign(hidden);
            shown = false;
        }
    }

    /** The average of a weight, in row-major order. */
    float[] numbers(Weight weight) {
        return GraphWeights.numbers(average.view(weight));
    }

    @Override
    public float[] get(Node node, String part) {
        return weights.stream()
                .filter(weight ->
                        weight.part().equals(part) && weight.node().name().equals(node.name()))
                .findFirst()
                .map(this::numbers)
                .orElseThrow(
                        () -> new IllegalArgumentException("no weights `" + part + "` of node `" + node.name() + "`"));
    }

    private static boolean isVariance(Weight weight) {
        return weight.part().equals("variance");
    }

    @Override
    public void close() {
        average.all().close();
        hidden.close();
    }
}
