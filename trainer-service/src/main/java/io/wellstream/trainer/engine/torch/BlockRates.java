package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.network.Blocks;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Weight;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/** The rates of a network's blocks: what an update changes is multiplied, per weight, by the rate of its block. */
final class BlockRates {
    private final Tensor weights;
    private final FlatTensor rates;

    /**
     * Runs in a pointer scope of the caller.
     *
     * @param weights that are trained
     * @param kept for what lives as long as the network
     */
    BlockRates(NetworkSpec spec, double decay, FlatTensor weights, Device device, Kept kept) {
        this.weights = weights.all();
        List<Weight> trained = Weight.of(spec).stream().filter(Weight::trained).toList();
        this.rates = new FlatTensor(trained, device, kept);
        ToDoubleFunction<Node> ofNode = Blocks.rates(spec, decay);
        for (Weight weight : trained) {
            float[] rate = new float[weight.length()];
            Arrays.fill(rate, (float) ofNode.applyAsDouble(weight.node()));
            rates.write(weight.name(), rate);
        }
    }

    /** Makes a change of the weights, and takes back what is more than the rates allow. Runs in a scope without gradients. */
    void limit(Runnable change) {
        Tensor limited = weights.clone();
        change.run();
        Tensor unusedBetween = limited.lerp_(weights, rates.all()); // a rate of 1 gives the changed weight exactly
        Tensor unused = weights.copy_(limited);
    }
}
