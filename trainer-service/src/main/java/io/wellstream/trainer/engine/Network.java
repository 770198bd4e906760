package io.wellstream.trainer.engine;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.network.NetworkSpec;
import java.util.List;

/**
 * A network in training. Its state after a step is a function of its state before, the batch, the learning rate and
 * the step's number alone, so that training which continues from a saved state ends in the same parameters.
 */
public interface Network extends AutoCloseable {
    NetworkSpec spec();

    /**
     * Learns from one batch.
     *
     * @param step how many steps went before this one, over the network's whole life
     * @throws DivergedException if the loss is no longer a number; the network is then useless
     */
    StepResult step(Batch batch, double learningRate, long step);

    /** What the network says about each sample, as [sample, class], without learning from it. */
    float[][] logits(Batch batch);

    /** The whole state as a DL4J model zip with updater; equal states give equal bytes. */
    byte[] save();

    /** Of all parameters, batch norm's running statistics included, as little-endian float32 in the engine's order. */
    byte[] parametersSha256();

    /** The network as it answers now, as ONNX: input {@code pixels}, output {@code logits}. */
    byte[] toOnnx();

    /** Names of what normalises by statistics, in the order of computation; empty if nothing does. */
    List<String> batchNorms();

    /** The same weights in the form that says by what statistics a batch is normalised. */
    byte[] toMeasuringOnnx();

    @Override
    void close();
}
