package io.wellstream.trainer.engine;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.network.NetworkSpec;
import java.util.List;

/**
 * A network in training. Its state after a step depends only on its state before, the batch, the learning rate and the
 * step number, so that training resumed from a saved state ends in the same parameters.
 */
public interface Network extends AutoCloseable {
    NetworkSpec spec();

    /**
     * Trains on one batch.
     *
     * @param step the number of steps before this one, since the network was created
     * @throws DivergedException if the loss is not finite; the network is then unusable
     */
    StepResult step(Batch batch, double learningRate, long step);

    /** The logits of each sample, as [sample, class]; does not train. */
    float[][] logits(Batch batch);

    /** The complete state as a DL4J model zip with updater; equal states give equal bytes. */
    byte[] save();

    /** The digest of all parameters, including batch norms' running statistics, as little-endian float32 in the engine's order. */
    byte[] parametersSha256();

    /** The network for inference, as ONNX: input {@code pixels}, output {@code logits}. */
    byte[] toOnnx();

    /** The names of the batch norms in the order of computation; empty if there are none. */
    List<String> batchNorms();

    /** The network as ONNX with the same weights, normalising each batch by its own statistics, which are outputs too. */
    byte[] toMeasuringOnnx();

    @Override
    void close();
}
