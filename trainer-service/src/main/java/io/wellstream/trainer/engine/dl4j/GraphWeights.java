package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.network.NamedWeights;
import io.wellstream.trainer.network.Node;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads a graph's parameters by the names of {@link NamedWeights}. */
record GraphWeights(ComputationGraph graph) implements NamedWeights {
    @Override
    public float[] get(Node node, String part) {
        float[] numbers = numbers(array(node, part));
        return part.equals("variance") ? variance(numbers) : numbers;
    }

    /** The parameter itself; of a variance its logarithm, see {@link #variance}. */
    INDArray array(Node node, String part) {
        return graph.getLayer(node.name()).getParam(key(node, part));
    }

    /** The library's name of a part. */
    static String key(Node node, String part) {
        return switch (part) {
            case "kernel", "weights" -> DefaultParamInitializer.WEIGHT_KEY;
            case "bias" -> DefaultParamInitializer.BIAS_KEY;
            case "gain" -> BatchNormalizationParamInitializer.GAMMA;
            case "offset" -> BatchNormalizationParamInitializer.BETA;
            case "mean" -> BatchNormalizationParamInitializer.GLOBAL_MEAN;
            case "variance" -> BatchNormalizationParamInitializer.GLOBAL_LOG_STD;
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

    /** A copy in row-major order, whatever the order in the engine. */
    static float[] numbers(INDArray array) {
        try (INDArray copy = array.dup('c')) {
            return copy.data().asFloat();
        }
    }
}
