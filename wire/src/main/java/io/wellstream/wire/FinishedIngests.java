package io.wellstream.wire;

import io.wellstream.proto.v1.IngestFinished;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The finished shards of a data set's ingest jobs. */
public final class FinishedIngests {
    private static final Comparator<IngestFinished> BY_TIME = Comparator.comparingLong(IngestFinished::getFinishedAtMs)
            .thenComparing(IngestFinished::getJob)
            .thenComparingInt(IngestFinished::getShard);

    private FinishedIngests() {}

    /**
     * Those that still count, the latest last. A job that withdrew wells because its screen no longer has them replaces all
     * earlier jobs: their wells and test rows are no longer those of the data set.
     */
    public static List<IngestFinished> counting(Collection<IngestFinished> shards) {
        List<IngestFinished> byTime = shards.stream().sorted(BY_TIME).toList();
        IngestFinished replacing = null;
        for (IngestFinished shard : byTime) {
            replacing = shard.getReplacesEarlier() ? shard : replacing;
        }
        if (replacing == null) {
            return byTime;
        }
        String job = replacing.getJob();
        int from = byTime.indexOf(replacing);
        return byTime.stream()
                .filter(shard -> shard.getJob().equals(job) || byTime.indexOf(shard) >= from)
                .toList();
    }
}
