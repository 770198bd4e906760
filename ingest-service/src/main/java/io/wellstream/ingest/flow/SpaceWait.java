package io.wellstream.ingest.flow;

import io.wellstream.wire.store.PatientStore;
import io.wellstream.wire.store.StoreFullException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a job does while the object store has no space for its objects: it says so, waits, and goes on when there is space. */
final class SpaceWait implements PatientStore.Waiting {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceWait.class);

    private final IngestJob job;
    private final IngestProgress progress;
    private final BooleanSupplier stop;
    private final IngestMeters meters;

    SpaceWait(IngestJob job, IngestProgress progress, BooleanSupplier stop, IngestMeters meters) {
        this.job = job;
        this.progress = progress;
        this.stop = stop;
        this.meters = meters;
    }

    @Override
    public void waits(StoreFullException full) {
        if (stop.getAsBoolean()) {
            throw new IngestStoppedException(job.id());
        }
        if (progress.waitingFor().isEmpty()) {
            LOG.warn("waiting job={} for={}", job.id(), full.awaited());
        }
        progress.waitsFor(full.awaited());
        meters.waiting(true);
    }

    @Override
    public void goesOn() {
        LOG.info("goes on job={}", job.id());
        progress.waitsFor("");
        meters.waiting(false);
    }
}
