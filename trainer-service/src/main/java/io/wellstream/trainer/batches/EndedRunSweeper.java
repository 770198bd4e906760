package io.wellstream.trainer.batches;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectStore;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes batches that slow workers put after their run had ended. Each run is swept once, by the second sweep that finds
 * it ended: by then the run ended at least one sweep interval ago, and no worker can still be working on a request of it.
 */
public final class EndedRunSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(EndedRunSweeper.class);

    private final Table<RunRecord> runs;
    private final ObjectStore store;
    private final Set<String> seenEnded = new HashSet<>();
    private final Set<String> swept = new HashSet<>();

    public EndedRunSweeper(Table<RunRecord> runs, ObjectStore store) {
        this.runs = runs;
        this.store = store;
    }

    /** Sweeps once; to be called about once an hour. A run that was reopened and has ended again is swept again. */
    public void sweep() {
        for (RunRecord run : runs.under("").values()) {
            boolean ended = run.hasFinished() || run.hasFailed() || run.hasCancelled();
            String life = run.getRun() + " " + run.getReopened();
            if (ended && !seenEnded.add(life) && swept.add(life)) {
                DatasetId dataset = new DatasetId(run.getSpecification().getDataset());
                int objects = new BatchSweeper(store, dataset, new RunId(run.getRun())).sweepAll();
                LOG.info("swept run={} batches={}", run.getRun(), objects);
            }
        }
    }
}
