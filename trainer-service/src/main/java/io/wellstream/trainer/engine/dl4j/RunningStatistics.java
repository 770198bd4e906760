package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.NormStatistics;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Weight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The running statistics of a graph's batch norms while others take their place; closing it puts them back, bit for bit. */
final class RunningStatistics implements AutoCloseable {
    private final GraphWeights weights;
    private final List<Weight> measured;
    private final Map<Weight, INDArray> kept = new LinkedHashMap<>();

    RunningStatistics(NetworkSpec spec, ComputationGraph graph) {
        this.weights = new GraphWeights(graph);
        this.measured =
                Weight.of(spec).stream().filter(weight -> !weight.trained()).toList();
        measured.forEach(weight -> kept.put(weight, array(weight).dup()));
    }

    private INDArray array(Weight weight) {
        return weights.array(weight.node(), weight.part());
    }

    void replace(NormStatistics statistics) {
        for (Weight weight : measured) {
            NormStatistics.Moments of = statistics.of(weight.node().name());
            boolean variance = weight.part().equals("variance");
            GraphState.assign(array(weight), variance ? GraphState.logDeviations(of.variance()) : of.mean());
        }
    }

    @Override
    public void close() {
        kept.forEach((weight, numbers) -> {
            INDArray unused = array(weight).assign(numbers);
            numbers.close();
        });
    }
}
