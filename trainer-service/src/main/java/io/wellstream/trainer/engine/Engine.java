package io.wellstream.trainer.engine;

import io.wellstream.trainer.network.NetworkSpec;
import java.nio.file.Path;
import java.util.List;

/** Builds and trains networks. The networks of one engine are used by one thread at a time. */
public interface Engine {
    /** One line for the log: the library, the kernels and the number of threads. */
    String describe();

    /**
     * Everything except data and settings that the bits of a result depend on: processor, engine, kernels, threads, device, driver, Java and code. Equal
     * environments give equal bits.
     */
    String environment();

    /** The memory outside the Java heap that training a network in batches of this size takes at its peak, by part. */
    List<MemoryPart> memory(NetworkSpec spec, int batchSize);

    /** A new network with parameters drawn from the seed. */
    Network create(NetworkSpec spec, TrainingSettings settings, long seed);

    /**
     * The network that {@link Network#save} saved, with its settings, its seed and the state of its optimizer.
     *
     * @param checkpoint a file, which is not needed afterwards
     * @param step the number of steps that it must have taken
     * @throws CorruptCheckpointException if the file is not a checkpoint of this step
     */
    Network restore(Path checkpoint, long step);
}
