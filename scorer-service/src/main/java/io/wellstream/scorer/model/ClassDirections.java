package io.wellstream.scorer.model;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.wellstream.proto.v1.NearTreatment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The direction of each class in the space of embeddings: the weights of the last layer for that class, minus their mean over all classes,
 * which cancels in the softmax and therefore has no meaning.
 */
public final class ClassDirections {
    private final float[][]
            directions; // [class][feature], of length 1; all zero if the weights of a class are the mean

    private ClassDirections(float[][] directions) {
        this.directions = directions;
    }

    /** Empty if the network does not end in a plain dense layer over its embedding. */
    static Optional<ClassDirections> of(OnnxGraph network) {
        return lastLayer(network).map(ClassDirections::of);
    }

    /** The weights of the last layer, which maps the embedding to the logits, [feature, class]. */
    private static Optional<OnnxGraph.Matrix> lastLayer(OnnxGraph network) {
        Optional<String> embedding =
                producer(network, "Identity", LoadedModel.EMBEDDING).map(copy -> copy.getInput(0));
        return producer(network, "Gemm", LoadedModel.LOGITS)
                // an attribute could transpose or scale
                .filter(dense -> dense.getAttributeCount() == 0 && dense.getInputCount() > 1)
                .filter(dense -> embedding.equals(Optional.of(dense.getInput(0))))
                .flatMap(dense -> network.matrix(dense.getInput(1)));
    }

    private static Optional<NodeProto> producer(OnnxGraph network, String operator, String output) {
        return network.producer(output).filter(node -> node.getOpType().equals(operator) && node.getInputCount() > 0);
    }

    private static ClassDirections of(OnnxGraph.Matrix weights) {
        int features = weights.rows();
        int classes = weights.columns();
        float[][] directions = new float[classes][features];
        for (int f = 0; f < features; f++) {
            double mean = 0;
            for (int c = 0; c < classes; c++) {
                mean += weights.at(f, c) / (double) classes;
            }
            for (int c = 0; c < classes; c++) {
                directions[c][f] = (float) (weights.at(f, c) - mean);
            }
        }
        for (float[] direction : directions) {
            double length = length(direction);
            for (int f = 0; f < features; f++) {
                direction[f] = length > 0 ? (float) (direction[f] / length) : 0;
            }
        }
        return new ClassDirections(directions);
    }

    int classes() {
        return directions.length;
    }

    /**
     * The classes whose directions are most similar to an embedding, descending; of equals the one that sorts first.
     *
     * @param labels of the classes
     * @param allowed which classes are possible, [class]
     */
    public List<NearTreatment> near(float[] embedding, List<String> labels, boolean[] allowed, int count) {
        double length = length(embedding);
        double[] cosines = new double[directions.length];
        for (int c = 0; c < cosines.length; c++) {
            cosines[c] = length > 0 ? Math.clamp(dot(embedding, directions[c]) / length, -1, 1) : 0;
        }
        return IntStream.range(0, cosines.length)
                .filter(c -> allowed[c])
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(c -> -cosines[c]))
                .limit(count)
                .map(c -> NearTreatment.newBuilder()
                        .setLabel(labels.get(c))
                        .setSimilarity((float) cosines[c])
                        .build())
                .toList();
    }

    private static double length(float[] values) {
        return Math.sqrt(dot(values, values));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
