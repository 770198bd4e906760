package io.wellstream.trainer.batches;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.trainer.plan.PlannedBatch;
import java.util.Optional;

/** A batch cannot be made: workers said so. Its run fails and names the well that caused it, if one did; nothing is skipped. */
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
