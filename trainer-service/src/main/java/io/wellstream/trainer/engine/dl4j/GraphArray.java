package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.network.Weight;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * An array with a number for each parameter of a graph, in the library's order: the parameters, their gradients, or something kept for
 * each of them.
 *
 * @param all [number]
 * @param views of its parts, with the shape and the order of the parameter, by layer and parameter
 */
record GraphArray(INDArray all, Map<String, INDArray> views) {
    static GraphArray zeros(ComputationGraph graph) {
        return of(graph, Nd4j.zeros(graph.params().dataType(), graph.params().length()));
    }

    static GraphArray of(ComputationGraph graph, INDArray all) {
        Map<String, INDArray> views = new HashMap<>();
        INDArray row = all.reshape(all.length());
        long begin = 0;
        for (int index : graph.topologicalSortOrder()) {
            GraphVertex vertex = graph.getVertices()[index];
            if (vertex.numParams() > 0) {
                Layer layer = vertex.getLayer();
                INDArray part = row.get(NDArrayIndex.interval(begin, begin + vertex.numParams()));
                layer.conf()
                        .getLayer()
                        .initializer()
                        .getGradientsFromFlattened(layer.conf(), part)
                        .forEach((parameter, view) -> views.put(key(vertex.getVertexName(), parameter), view));
                begin += vertex.numParams();
            }
        }
        return new GraphArray(row, views);
    }

    INDArray view(Weight weight) {
        String key = key(weight.node().name(), GraphWeights.key(weight.node(), weight.part()));
        return Objects.requireNonNull(views.get(key), key);
    }

    private static String key(String layer, String parameter) {
        return layer + " " + parameter;
    }
}
