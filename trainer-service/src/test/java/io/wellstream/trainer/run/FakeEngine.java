package io.wellstream.trainer.run;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.CorruptCheckpointException;
import io.wellstream.trainer.engine.DivergedException;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.MemoryPart;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.NormStatistics;
import io.wellstream.trainer.engine.StepResult;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.Mixing;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.wire.keys.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose networks consist of one number, which depends on every batch, rate and step so far, in order. Two networks
 * are equal only if they were trained in the same way.
 */
final class FakeEngine implements Engine {
    private static final long MEGABYTE = 1_000_000;

    private final String environment;
    private final Runnable beforeBatch;

    EngineName name = EngineName.DL4J;

    /** The steps whose checkpoints cannot be restored. */
    LongPredicate unreadable = step -> false;

    /** Whether the loss of a step is infinite at a learning rate. */
    BiPredicate<Long, Double> diverges = (step, rate) -> false;

    FakeEngine() {
        this("fake");
    }

    FakeEngine(String environment) {
        this(environment, () -> {});
    }

    /** @param beforeBatch runs on the training thread before each batch, in training and in evaluation */
    FakeEngine(Runnable beforeBatch) {
        this("fake", beforeBatch);
    }

    private FakeEngine(String environment, Runnable beforeBatch) {
        this.environment = environment;
        this.beforeBatch = beforeBatch;
    }

    @Override
    public EngineName name() {
        return name;
    }

    @Override
    public boolean reads(Path checkpoint) {
        return true;
    }

    @Override
    public String describe() {
        return "fake engine";
    }

    @Override
    public String environment() {
        return environment;
    }

    @Override
    public List<MemoryPart> memory(NetworkSpec spec, TrainingSettings settings, int batchSize, int evaluated) {
        return List.of(new MemoryPart("everything", MEGABYTE * batchSize));
    }

    @Override
    public Network create(NetworkSpec spec, TrainingSettings settings, long seed) {
        return new FakeNetwork(spec, seed, 0);
    }

    @Override
    public Network restore(Path checkpoint, long step) {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Files.readAllBytes(checkpoint));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FakeNetwork network = new FakeNetwork(null, bytes.getLong(), bytes.getLong());
        if (network.steps != step) {
            throw new IllegalStateException("checkpoint of step " + network.steps + " restored as " + step);
        }
        if (unreadable.test(step)) {
            throw new CorruptCheckpointException("step " + step);
        }
        network.classes = bytes.getInt();
        return network;
    }

    private final class FakeNetwork implements Network {
        private final @Nullable NetworkSpec spec;
        private long state;
        private long steps;
        private int classes;

        FakeNetwork(@Nullable NetworkSpec spec, long state, long steps) {
            this.spec = spec;
            this.state = state;
            this.steps = steps;
            this.classes = spec == null ? 0 : spec.classes();
        }

        @Override
        public NetworkSpec spec() {
            throw new UnsupportedOperationException(String.valueOf(spec));
        }

        @Override
        public StepResult step(MixedBatch mixed, double learningRate, long step) {
            Batch batch = mixed.batch();
            Mixing mixing = mixed.mixing();
            beforeBatch.run();
            if (step != steps) {
                throw new IllegalStateException("step " + step + " after " + steps);
            }
            if (diverges.test(step, learningRate)) {
                throw new DivergedException(step, Double.POSITIVE_INFINITY, learningRate);
            }
            state = 31 * state + batch.hashCode();
            state = 31 * state + Double.hashCode(learningRate);
            state += mixing.equals(Mixing.NONE) ? 0 : mixing.hashCode();
            steps++;
            return new StepResult(1 + (state & 0xff) / 256.0, (int) (state & 3) % (batch.samples() + 1));
        }

        @Override
        public void freeze(int blocks) {
            throw new UnsupportedOperationException("freezing " + blocks + " blocks");
        }

        @Override
        public float[][] logits(MixedBatch batch) {
            beforeBatch.run();
            float[][] logits = new float[batch.samples()][classes];
            for (int sample = 0; sample < logits.length; sample++) {
                logits[sample][(int) Math.floorMod(state + sample, (long) classes)] = 1 + (state & 0xff) / 100f;
            }
            return logits;
        }

        @Override
        public NormStatistics measure(MixedBatch batch) {
            float mean = (state & 0xff) + Math.floorMod(batch.batch().hashCode(), 100);
            return new NormStatistics(
                    Map.of("norm", new NormStatistics.Moments(new float[] {mean}, new float[] {batch.samples()})));
        }

        /** The logits are larger by the mean, and the first class has the most. */
        @Override
        public float[][] logits(MixedBatch batch, NormStatistics statistics) {
            float[][] logits = logits(batch);
            for (float[] row : logits) {
                row[0] += 10 + statistics.of("norm").mean()[0] / 1_000;
            }
            return logits;
        }

        @Override
        public void save(OutputStream out) throws IOException {
            out.write(ByteBuffer.allocate(20)
                    .putLong(state)
                    .putLong(steps)
                    .putInt(classes)
                    .array());
        }

        @Override
        public Optional<LibraryFile> libraryFile() {
            return name == EngineName.DL4J ? Optional.of(this::save) : Optional.empty();
        }

        @Override
        public byte[] parametersSha256() {
            return Sha256.of(ByteBuffer.allocate(8).putLong(state).array());
        }

        @Override
        public void toOnnx(OutputStream out) throws IOException {
            out.write(ByteBuffer.allocate(8).putLong(~state).array());
        }

        @Override
        public List<String> batchNorms() {
            return List.of("norm");
        }

        @Override
        public void toMeasuringOnnx(OutputStream out) throws IOException {
            out.write(ByteBuffer.allocate(8).putLong(state).array());
        }

        @Override
        public void close() {}
    }
}
