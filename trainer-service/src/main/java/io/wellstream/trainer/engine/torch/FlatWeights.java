package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.network.NamedWeights;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Weight;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A value for each weight of a network.
 *
 * @param trained by gradients
 * @param statistics the running means and variances of batch norms
 */
record FlatWeights(List<Weight> weights, FlatTensor trained, FlatTensor statistics) implements NamedWeights {
    FlatWeights {
        weights = List.copyOf(weights);
    }

    static FlatWeights zeros(List<Weight> weights, Device device, Kept kept) {
        return new FlatWeights(
                weights,
                new FlatTensor(weights.stream().filter(Weight::trained).toList(), device, kept),
                new FlatTensor(
                        weights.stream().filter(weight -> !weight.trained()).toList(), device, kept));
    }

    void fill(Function<Weight, float[]> numbers) {
        weights.forEach(weight -> part(weight).write(weight.name(), numbers.apply(weight)));
    }

    Tensor view(Weight weight) {
        return part(weight).view(weight.name());
    }

    float[] numbers(Weight weight) {
        return part(weight).read(weight.name());
    }

    private FlatTensor part(Weight weight) {
        return weight.trained() ? trained : statistics;
    }

    @Override
    public float[] get(Node node, String part) {
        String name = node.name() + "/" + part;
        return weights.stream()
                .filter(weight -> weight.name().equals(name))
                .findFirst()
                .map(this::numbers)
                .orElseThrow(() -> new IllegalArgumentException("no weights `" + name + "`"));
    }

    /** Moves towards other values; keeps {@code decay} of these. Runs in a scope without gradients. */
    void average(FlatWeights now, double decay) {
        average(trained.all(), now.trained.all(), decay);
        average(statistics.all(), now.statistics.all(), decay);
    }

    private static void average(Tensor average, Tensor now, double decay) {
        Tensor unusedLess = average.mul_(new Scalar(decay));
        Tensor unusedMore = average.add_(now, new Scalar(1 - decay));
    }
}
