package io.wellstream.trainer.engine;

import io.wellstream.trainer.network.NetworkSpec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An engine that also continues checkpoints which only another engine reads: that engine restores them, and saves them again in the
 * format that all engines read.
 *
 * @param engine that trains
 * @param all the engines of this trainer
 */
record ContinuingEngine(Engine engine, List<Engine> all) implements Engine {
    @Override
    public EngineName name() {
        return engine.name();
    }

    @Override
    public Optional<Engine> in(Precision precision) {
        return engine.in(precision).map(other -> new ContinuingEngine(other, all));
    }

    @Override
    public String describe() {
        return engine.describe();
    }

    @Override
    public String environment() {
        return engine.environment();
    }

    @Override
    public List<MemoryPart> memory(NetworkSpec spec, TrainingSettings settings, int batchSize, int evaluated) {
        return engine.memory(spec, settings, batchSize, evaluated);
    }

    @Override
    public Network create(NetworkSpec spec, TrainingSettings settings, long seed) {
        return engine.create(spec, settings, seed);
    }

    @Override
    public boolean reads(Path checkpoint) {
        return engine.reads(checkpoint) || all.stream().anyMatch(other -> other.reads(checkpoint));
    }

    /** @throws ForeignCheckpointException if another trainer has the engine that reads it */
    @Override
    public Network restore(Path checkpoint, long step) {
        if (engine.reads(checkpoint)) {
            return engine.restore(checkpoint, step);
        }
        Engine reader = all.stream()
                .filter(other -> other.reads(checkpoint))
                .findFirst()
                .orElseThrow(() -> unreadable(checkpoint));
        Path converted = checkpoint.resolveSibling(checkpoint.getFileName() + ".converted");
        try {
            try (Network network = reader.restore(checkpoint, step);
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(converted))) {
                network.save(out);
            }
            return engine.restore(converted, step);
        } catch (IOException e) {
            throw new UncheckedIOException("local file " + converted + ": " + e.getMessage(), e);
        } finally {
            delete(converted);
        }
    }

    private RuntimeException unreadable(Path checkpoint) {
        return isZip(checkpoint)
                ? new ForeignCheckpointException(
                        all.stream().map(other -> other.name().toString()).collect(Collectors.joining(", ")))
                : new CorruptCheckpointException("it does not begin as one");
    }

    /** Earlier versions wrote zip files. */
    private static boolean isZip(Path checkpoint) {
        try (var in = Files.newInputStream(checkpoint)) {
            return in.read() == 'P' && in.read() == 'K';
        } catch (IOException e) {
            throw new UncheckedIOException("local file " + checkpoint + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Path file) {
        try {
            boolean unused = Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("local file " + file + ": " + e.getMessage(), e);
        }
    }
}
