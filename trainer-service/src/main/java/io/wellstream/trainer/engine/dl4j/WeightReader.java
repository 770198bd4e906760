package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.network.NamedWeights;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/** Copies a graph's parameters into {@link NamedWeights}. */
final class WeightReader {
    private final ComputationGraph graph;
    private final NamedWeights weights = new NamedWeights();

    private WeightReader(ComputationGraph graph) {
        this.graph = graph;
    }

    static NamedWeights read(NetworkSpec spec, ComputationGraph graph) {
        WeightReader reader = new WeightReader(graph);
        spec.nodes().forEach(reader::read);
        return reader.weights;
    }

    private void read(Node node) {
        switch (node.op()) {
            case Op.Convolution conv -> {
                put(node, "kernel", DefaultParamInitializer.WEIGHT_KEY);
                if (conv.bias()) {
                    put(node, "bias", DefaultParamInitializer.BIAS_KEY);
                }
            }
            case Op.Dense _ -> {
                put(node, "weights", DefaultParamInitializer.WEIGHT_KEY);
                put(node, "bias", DefaultParamInitializer.BIAS_KEY);
            }
            case Op.BatchNorm _ -> batchNorm(node);
            case Op.View _, Op.Relu _, Op.MaxPool _, Op.GlobalAverage _, Op.Add _, Op.Concatenate _, Op.Dropout _ -> {
                // no parameters
            }
        }
    }

    private void batchNorm(Node node) {
        put(node, "gain", BatchNormalizationParamInitializer.GAMMA);
        put(node, "offset", BatchNormalizationParamInitializer.BETA);
        put(node, "mean", BatchNormalizationParamInitializer.GLOBAL_MEAN);
        // DL4J keeps log10 of the standard deviation.
        float[] logs = numbers(node, BatchNormalizationParamInitializer.GLOBAL_LOG_STD);
        float[] variance = new float[logs.length];
        for (int i = 0; i < logs.length; i++) {
            variance[i] = (float) Math.pow(10, 2.0 * logs[i]);
        }
        weights.put(node, "variance", variance);
    }

    private void put(Node node, String part, String key) {
        weights.put(node, part, numbers(node, key));
    }

    /** The parameter in row-major order, whatever its order in the engine. */
    private float[] numbers(Node node, String key) {
        return graph.getLayer(node.name()).getParam(key).dup('c').data().asFloat();
    }
}
