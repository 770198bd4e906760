package io.wellstream.trainer.engine;

import io.wellstream.trainer.network.NetworkSpec;

/** Builds networks and trains them. What comes from one engine is used by one thread at a time. */
public interface Engine {
    /** One line for the log: which library, which kernels, how many threads. */
    String describe();

    /**
     * Everything besides data and settings that the bits of a result depend on: CPU family, kernels, threads. Equal
     * environments give equal bits.
     */
    String environment();

    /** A network with parameters drawn from the seed. */
    Network create(NetworkSpec spec, TrainingSettings settings, long seed);

    /**
     * The network that {@link Network#save} wrote, with its settings, its seed and its optimizer's state.
     *
     * @param step how many steps it must have taken
     * @throws CorruptCheckpointException if the bytes are not such a checkpoint, or one of another step
     */
    Network restore(byte[] checkpoint, long step);
}
