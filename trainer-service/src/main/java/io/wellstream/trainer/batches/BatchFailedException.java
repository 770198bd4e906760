package io.wellstream.trainer.batches;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.trainer.plan.PlannedBatch;
import java.util.Optional;

/** A batch that cannot be had; its run ends, naming the well if one is to blame. Nothing is skipped silently. */
public final class BatchFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<WellId> well;

    public BatchFailedException(PlannedBatch batch, String reason, Optional<WellId> well) {
        super("batch " + batch + ": " + reason);
        this.well = well;
    }

    public Optional<WellId> well() {
        return well;
    }
}
