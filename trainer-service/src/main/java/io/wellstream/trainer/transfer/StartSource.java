package io.wellstream.trainer.transfer;

import io.wellstream.trainer.network.Weight;

/** What a network begins with: a published model, or a file. */
sealed interface StartSource extends AutoCloseable permits ModelSource, OnnxSource {
    /** Which weights of the network it has. */
    WeightMatch match();

    /** The numbers of a weight that it has. */
    float[] numbers(Weight weight);

    @Override
    void close();
}
