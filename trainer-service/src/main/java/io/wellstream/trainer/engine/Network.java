package io.wellstream.trainer.engine;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.network.NetworkSpec;
import java.io.IOException;
import java.io.OutputStream;
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

    /** Writes the complete state as a DL4J model zip with updater; equal states give equal bytes. Does not close the stream. */
    void save(OutputStream out) throws IOException;

    /** The digest of all parameters, including batch norms' running statistics, as little-endian float32 in the engine's order. */
    byte[] parametersSha256();

    /** Writes the network for inference, as ONNX: input {@code pixels}, output {@code logits}. Does not close the stream. */
    void toOnnx(OutputStream out) throws IOException;

    /** The names of the batch norms in the order of computation; empty if there are none. */
    List<String> batchNorms();

    /**
     * Writes the network as ONNX with the same weights, normalising each batch by its own statistics, which are outputs
     * too. Does not close the stream.
     */
    void toMeasuringOnnx(OutputStream out) throws IOException;

    @Override
    void close();
}
