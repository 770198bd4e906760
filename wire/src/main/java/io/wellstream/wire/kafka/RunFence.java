package io.wellstream.wire.kafka;

import io.wellstream.proto.v1.RunRecord;
import java.util.Comparator;
import java.util.Optional;

/**
 * A run's record counts unless a later one is known: of a run that was reopened more often, of a higher attempt, or, of the
 * same attempt, of a later state. A cancellation counts at every attempt until the run has ended, because its author may not know of the latest.
 */
final class RunFence implements Fence<RunRecord> {
    private static final Comparator<RunRecord> ORDER = Comparator.comparingInt(RunRecord::getReopened)
            .thenComparingInt(RunFence::attempt)
            .thenComparingInt(RunFence::progress);

    @Override
    public boolean admits(String key, Optional<RunRecord> known, RunRecord next) {
        return known.isEmpty()
                || ORDER.compare(next, known.get()) >= 0
                || (next.hasCancelled()
                        && next.getReopened() == known.get().getReopened()
                        && progress(known.get()) < progress(next));
    }

    private static int attempt(RunRecord record) {
        int ofState =
                switch (record.getStateCase()) {
                    case STARTED -> record.getStarted().getAttempt();
                    case FINISHED -> record.getFinished().getAttempt();
                    case FAILED -> record.getFailed().getAttempt();
                    case REQUESTED, CANCELLED, STATE_NOT_SET -> 0;
                };
        return Math.max(ofState, record.getAttempt());
    }

    private static int progress(RunRecord record) {
        return switch (record.getStateCase()) {
            case STATE_NOT_SET, REQUESTED -> 0;
            case STARTED -> 1;
            case CANCELLED -> 2;
            case FINISHED, FAILED -> 3;
        };
    }
}
