package io.wellstream.trainer.engine;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.Mixing;
import io.wellstream.trainer.network.NetworkSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * A network in training. Its state after a step depends only on its state before, the batch and its mixing, the learning rate
 * and the step number, so that training resumed from a saved state ends in the same parameters.
 */
public interface Network extends AutoCloseable {
    /** Writes a file. Does not close the stream. */
    @FunctionalInterface
    interface LibraryFile {
        void writeTo(OutputStream out) throws IOException;
    }

    NetworkSpec spec();

    /** Trains on one batch without mixing its samples. */
    default StepResult step(Batch batch, double learningRate, long step) {
        return step(batch, Mixing.NONE, learningRate, step);
    }

    /** Trains on one batch, all samples of which have labels. */
    default StepResult step(Batch batch, Mixing mixing, double learningRate, long step) {
        return step(MixedBatch.of(batch, mixing), learningRate, step);
    }

    /**
     * Trains on one batch. All samples enter the statistics of batch norms; the loss is the mean over the labelled ones.
     *
     * @param step the number of steps before this one, since the network was created
     * @throws DivergedException if the loss is not finite; the network is then unusable
     */
    StepResult step(MixedBatch batch, double learningRate, long step);

    /**
     * From now on, training leaves the stem and the first blocks as they are, as {@link io.wellstream.trainer.network.Blocks} counts them.
     * Their batch norms compute with their running statistics. This is not part of the saved state.
     *
     * @param blocks 0 for none
     */
    void freeze(int blocks);

    /** The logits of each sample, as [sample, class]; does not train. */
    default float[][] logits(Batch batch) {
        return logits(MixedBatch.unmixed(batch));
    }

    /** The logits of each sample, as [sample, class]; does not train. */
    float[][] logits(MixedBatch batch);

    /**
     * The statistics of what each batch norm reads, when each of them normalises the batch by these. Nothing is dropped; does not train
     * and does not change the running statistics. The form of {@link #toMeasuringOnnx} computes the same.
     */
    NormStatistics measure(MixedBatch batch);

    /** The logits of each sample with other statistics in place of the running ones, as [sample, class]; does not train. */
    float[][] logits(MixedBatch batch, NormStatistics statistics);

    /** Writes the complete state, which any engine can restore; equal states give equal bytes. Does not close the stream. */
    void save(OutputStream out) throws IOException;

    /** The network in the file format of the engine's library, for other programs that use it; empty if it has none. */
    Optional<LibraryFile> libraryFile();

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
