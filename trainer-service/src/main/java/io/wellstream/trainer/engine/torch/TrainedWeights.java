package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.network.Weight;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights on one device and their gradients, which a backward pass adds to.
 *
 * @param gradients of the weights that are trained
 */
record TrainedWeights(FlatWeights now, FlatTensor gradients) {
    /** Zeros, which live as long as what is kept. Runs in a pointer scope of the caller. */
    static TrainedWeights zeros(List<Weight> weights, Device device, Kept kept) {
        List<Weight> trained = weights.stream().filter(Weight::trained).toList();
        TrainedWeights zeros =
                new TrainedWeights(FlatWeights.zeros(weights, device, kept), new FlatTensor(trained, device, kept));
        trained.forEach(weight -> {
            Tensor value = zeros.now.view(weight);
            value.set_requires_grad(true);
            value.mutable_grad().put(zeros.gradients.view(weight.name()));
        });
        return zeros;
    }
}
