package io.wellstream.trainer.engine;

import io.wellstream.imaging.adapt.PooledMoments;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Mean and variance of what each batch norm reads, by the name of its node. */
public record NormStatistics(Map<String, Moments> norms) {
    /**
     * The statistics of one batch norm.
     *
     * @param mean [channel]
     * @param variance [channel]
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    public record Moments(float[] mean, float[] variance) {}

    public NormStatistics {
        norms = Map.copyOf(norms);
    }

    /** Of a batch norm. */
    public Moments of(String norm) {
        return Objects.requireNonNull(norms.get(norm), norm);
    }

    /** Statistics over several batches of equal size, for one thread. */
    public static final class Pool {
        private final Map<String, PooledMoments> pooled = new HashMap<>();

        /** Adds those of a batch. */
        public void add(NormStatistics batch) {
            batch.norms().forEach((norm, of) -> pooled.computeIfAbsent(norm, _ -> new PooledMoments(of.mean().length))
                    .add(of.mean(), of.variance()));
        }

        /** Of all batches so far. */
        public NormStatistics statistics() {
            Map<String, Moments> norms = new HashMap<>();
            pooled.forEach((norm, all) -> norms.put(norm, new Moments(all.mean(), all.variance())));
            return new NormStatistics(norms);
        }
    }
}
