package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.wire.keys.RunId;

/** A trainer's hold on a run: whether it may, and still should, work on it. */
public final class Hold {
    private final DatasetId dataset;
    private final Claim claim;
    private volatile boolean cancelled;
    private volatile boolean stopping;

    public Hold(DatasetId dataset, Claim claim) {
        this.dataset = dataset;
        this.claim = claim;
    }

    public DatasetId dataset() {
        return dataset;
    }

    public RunId run() {
        return claim.run();
    }

    public int attempt() {
        return claim.attempt();
    }

    /** Makes the next {@link #check} throw. */
    public void cancel() {
        cancelled = true;
    }

    /** Makes the next {@link #checkGoesOn} throw; what is begun may still be made durable. */
    public void stop() {
        stopping = true;
    }

    /** The run is over; nobody may claim it again. */
    void end() {
        claim.end();
    }

    /**
     * Goes before every step and every side effect.
     *
     * @throws ClaimLostException if another trainer may hold the run
     * @throws RunCancelledException if nobody wants the run any more
     */
    public void check() {
        claim.check();
        if (cancelled) {
            throw new RunCancelledException(run());
        }
    }

    /**
     * Goes before every batch, in which there is nothing half-done.
     *
     * @throws RunStoppedException if this process is to end; otherwise as {@link #check}
     */
    public void checkGoesOn() {
        check();
        if (stopping) {
            throw new RunStoppedException(run());
        }
    }
}
