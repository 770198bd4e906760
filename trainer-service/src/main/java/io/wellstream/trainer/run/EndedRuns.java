package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectStore;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps what late workers made for runs that had already ended. A run is swept once, at the second sweep that finds it
 * ended, so at least a sweep's interval after its end, when no worker can still hold a request of it.
 */
public final class EndedRuns {
    private static final Logger LOG = LoggerFactory.getLogger(EndedRuns.class);

    private final Supplier<Collection<RunRecord>> runs;
    private final ObjectStore store;
    private final Set<String> seenEnded = new HashSet<>();
    private final Set<String> swept = new HashSet<>();

    public EndedRuns(Supplier<Collection<RunRecord>> runs, ObjectStore store) {
        this.runs = runs;
        this.store = store;
    }

    /** Call it about once an hour. */
    public void sweep() {
        for (RunRecord run : runs.get()) {
            boolean ended = run.hasFinished() || run.hasFailed() || run.hasCancelled();
            if (ended && !seenEnded.add(run.getRun()) && swept.add(run.getRun())) {
                DatasetId dataset = new DatasetId(run.getSpecification().getDataset());
                int objects = new Sweeper(store, dataset, new RunId(run.getRun())).sweepAll();
                LOG.info("swept run={} batches={}", run.getRun(), objects);
            }
        }
    }
}
