package io.wellstream.trainer.run;

import io.wellstream.wire.store.PatientStore;
import io.wellstream.wire.store.StoreFullException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run does while the object store, or the local disk, has no space for its objects: it deletes batches that it has trained on,
 * says in its record what it waits for, and goes on when there is space. The wait ends early as {@link ClaimedRun#checkContinue} does.
 */
final class SpaceWait implements PatientStore.Waiting {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceWait.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final ClaimedRun run;
    private final TrainerMeters meters;
    private volatile Runnable freeing = () -> {};
    private volatile String awaited = "";

    SpaceWait(ClaimedRun run, TrainerMeters meters) {
        this.run = run;
        this.meters = meters;
    }

    /** What the run waits for; empty if it does not wait for space. */
    String awaited() {
        return awaited;
    }

    /** @param work deletes what the run can do without; runs in each wait from now on */
    void freeing(Runnable work) {
        freeing = work;
    }

    @Override
    public void waits(StoreFullException full) {
        waits(full.awaited());
    }

    @Override
    public void goesOn() {
        awaited = "";
        meters.waiting(false);
        LOG.info("goes on run={}", run.id());
        run.waiting("", 0);
    }

    /** Writes a local file, and waits while its disk is full. */
    <T> T writing(String what, Supplier<T> write) throws InterruptedException {
        boolean waited = false;
        while (true) {
            try {
                T written = write.get();
                if (waited) {
                    goesOn();
                }
                return written;
            } catch (UncheckedIOException e) {
                if (!isNoSpace(e)) {
                    throw e;
                }
                waited = true;
                waits("space on the local disk for " + what);
                Thread.sleep(PAUSE);
            }
        }
    }

    private void waits(String reason) {
        run.checkContinue();
        freeing.run();
        if (awaited.isEmpty()) {
            meters.waiting(true);
            LOG.warn("waiting run={} for={}", run.id(), reason);
            run.waiting(reason, System.currentTimeMillis());
        }
        awaited = reason;
    }

    private static boolean isNoSpace(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
                return true;
            }
        }
        return false;
    }
}
