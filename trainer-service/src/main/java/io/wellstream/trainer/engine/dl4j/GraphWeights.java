package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.network.NamedWeights;
import io.wellstream.trainer.network.Node;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/** Reads a graph's parameters by the names of {@link NamedWeights}. */
record GraphWeights(ComputationGraph graph) implements NamedWeights {
    @Override
    public float[] get(Node node, String part) {
        return switch (part) {
            case "kernel", "weights" -> numbers(node, DefaultParamInitializer.WEIGHT_KEY);
            case "bias" -> numbers(node, DefaultParamInitializer.BIAS_KEY);
            case "gain" -> numbers(node, BatchNormalizationParamInitializer.GAMMA);
            case "offset" -> numbers(node, BatchNormalizationParamInitializer.BETA);
            case "mean" -> numbers(node, BatchNormalizationParamInitializer.GLOBAL_MEAN);
            case "variance" -> variance(numbers(node, BatchNormalizationParamInitializer.GLOBAL_LOG_STD));
            default -> throw new IllegalArgumentException("no weights `" + part + "` of node `" + node.name() + "`");
        };
    }

    /** DL4J keeps log10 of the standard deviation. */
    private static float[] variance(float[] logs) {
        float[] variance = new float[logs.length];
        for (int i = 0; i < logs.length; i++) {
            variance[i] = (float) Math.pow(10, 2.0 * logs[i]);
        }
        return variance;
    }

    /** The parameter in row-major order, whatever its order in the engine. */
    private float[] numbers(Node node, String key) {
        return graph.getLayer(node.name()).getParam(key).dup('c').data().asFloat();
    }
}
