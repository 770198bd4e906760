package io.wellstream.trainer.engine;

import io.wellstream.trainer.network.NetworkSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Builds and trains networks. The networks of one engine are used by one thread at a time. */
public interface Engine {
    EngineName name();

    /** This engine, computing in a precision; empty if it cannot. */
    default Optional<Engine> in(Precision precision) {
        return precision == Precision.FLOAT32 ? Optional.of(this) : Optional.empty();
    }

    /** One line for the log: the library, the kernels, the number of threads, the precision and the device. */
    String describe();

    /**
     * Everything except data and settings that the bits of a result depend on: processor, engine, kernels, threads, precision,
     * device, driver, Java and code. Equal environments give equal bits.
     */
    String environment();

    /**
     * The memory outside the Java heap that training and evaluating a network takes at its peak, by part.
     *
     * @param batchSize samples that are trained on together
     * @param evaluated the most samples that are evaluated together
     */
    List<MemoryPart> memory(NetworkSpec spec, TrainingSettings settings, int batchSize, int evaluated);

    /** A new network with parameters drawn from the seed. */
    Network create(NetworkSpec spec, TrainingSettings settings, long seed);

    /** Whether the file is in a format that this engine reads, judged by how it begins. */
    boolean reads(Path checkpoint);

    /**
     * The network that {@link Network#save} of any engine saved, with its settings, its seed and the state of its optimizer.
     *
     * @param checkpoint a file, which is not needed afterwards
     * @param step the number of steps that it must have taken
     * @throws CorruptCheckpointException if the file is not a checkpoint of this step
     */
    Network restore(Path checkpoint, long step);
}
