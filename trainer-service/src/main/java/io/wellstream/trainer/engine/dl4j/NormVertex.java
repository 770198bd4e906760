package io.wellstream.trainer.engine.dl4j;

import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Replaces the layer of a batch norm in a graph by another one that shares its parameters. */
final class NormVertex {
    private NormVertex() {}

    /** Puts another layer in the place of a graph's batch norm; returns the one that was there. */
    static BatchNormalization replace(
            ComputationGraph graph, String name, UnaryOperator<BatchNormalization> replacement) {
        if (!(graph.getVertex(name) instanceof LayerVertex vertex
                && vertex.getLayer() instanceof BatchNormalization built)) {
            throw new IllegalArgumentException("vertex `" + name + "` is not a batch norm");
        }
        BatchNormalization other = replacement.apply(built);
        vertex.setLayer(other);
        Layer[] layers = graph.getLayers();
        for (int i = 0; i < layers.length; i++) {
            if (layers[i] == built) {
                layers[i] = other;
            }
        }
        return built;
    }

    /** Gives a layer what another one has: its place in the graph, its parameters and their gradients. */
    static void share(BatchNormalization built, BatchNormalization with) {
        with.setListeners(built.getListeners());
        with.setIndex(built.getIndex());
        with.setParamsViewArray(built.params());
        with.setParamTable(built.paramTable());
        INDArray gradients = built.getGradientsViewArray();
        if (gradients != null) { // before the first step there are none
            with.setBackpropGradientsViewArray(gradients);
        }
    }
}
