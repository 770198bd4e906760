package io.wellstream.trainer.run;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.batches.BatchFeed;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for batches, for as long as it takes. When one takes longer than {@link #SAID_AFTER}, the record of the run says what
 * it waits for, until the batch has come.
 */
final class BatchTaker {
    static final Duration SAID_AFTER = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(BatchTaker.class);

    private final ClaimedRun run;
    private final TrainerMeters meters;
    private final LongSupplier nanos;
    private String said = "";

    BatchTaker(ClaimedRun run, TrainerMeters meters, LongSupplier nanos) {
        this.run = run;
        this.meters = meters;
        this.nanos = nanos;
    }

    /** The next batch. Throws as {@link ClaimedRun#checkContinue}, also while it waits. */
    Batch take(BatchFeed feed) throws InterruptedException {
        long since = nanos.getAsLong();
        try {
            Batch batch = feed.take(() -> {
                run.checkContinue();
                Duration waited = Duration.ofNanos(nanos.getAsLong() - since);
                if (waited.compareTo(SAID_AFTER) >= 0) {
                    say(feed.waitingFor(since), waited);
                }
            });
            say("", Duration.ZERO);
            return batch;
        } finally {
            meters.waiting(false);
        }
    }

    private void say(String reason, Duration waited) {
        meters.waiting(!reason.isEmpty());
        if (reason.equals(said)) {
            return;
        }
        said = reason;
        if (reason.isEmpty()) {
            LOG.info("goes on run={}", run.id());
            run.waiting("", 0);
        } else {
            LOG.warn("waiting run={} for={}", run.id(), reason);
            run.waiting(reason, System.currentTimeMillis() - waited.toMillis());
        }
    }
}
