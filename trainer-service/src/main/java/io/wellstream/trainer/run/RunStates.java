package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.RunCancelled;
import io.wellstream.proto.v1.RunFailed;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunResumption;
import io.wellstream.wire.keys.WellKeys;
import java.util.Locale;
import java.util.Optional;

/** What the record of a run says about its life, and the records that end it. */
final class RunStates {
    private static final String CANCELLED = "cancelled";

    private RunStates() {}

    /** The name of the state, as users see it. */
    static String name(RunRecord run) {
        return switch (run.getStateCase()) {
            case REQUESTED, STARTED, FINISHED, FAILED, CANCELLED ->
                run.getStateCase().name().toLowerCase(Locale.ROOT);
            case STATE_NOT_SET -> "unknown";
        };
    }

    /** Whether the run is to be trained, or is being trained. */
    static boolean isUnderWay(RunRecord run) {
        return run.hasRequested() || run.hasStarted();
    }

    /** Whether a checkpoint of the run, which has ended, is to be published. */
    static boolean isToBePublished(RunRecord run) {
        return !isUnderWay(run)
                && run.hasPublication()
                && run.getPublication().getModel().isEmpty()
                && run.getPublication().getFailure().isEmpty();
    }

    /** Whether the run was cancelled, or the publication of its checkpoint. */
    static boolean isCancelled(RunRecord run) {
        return run.hasPublication() ? run.getPublication().getFailure().equals(CANCELLED) : run.hasCancelled();
    }

    /** Whether the work ended without a model: the run failed, or its publication did. */
    static boolean isWithoutModel(RunRecord run) {
        return run.hasPublication() ? run.getPublication().getModel().isEmpty() : run.hasFailed();
    }

    /** Whether the run waits for a trainer, or its publication may do so. */
    static boolean isQueued(RunRecord run) {
        return run.hasRequested() || isToBePublished(run);
    }

    /** Since when the run has been waiting for a trainer. */
    static long queuedAt(RunRecord run) {
        if (isToBePublished(run)) {
            return run.getPublication().getRequestedAtMs();
        }
        return run.getResumptionsList().stream()
                .mapToLong(RunResumption::getAtMs)
                .max()
                .orElse(run.getRequestedAtMs());
    }

    /** Why the run ended without a model; empty if it has one, or has not ended. */
    static String reason(RunRecord run) {
        return run.hasFailed()
                ? run.getFailed().getReason()
                : run.hasCancelled() ? run.getCancelled().getReason() : "";
    }

    /** What the holder of the run waits for. */
    static Optional<String> waitingFor(RunRecord run) {
        String reason = isToBePublished(run)
                ? run.getPublication().getWaitingFor()
                : run.getStarted().getWaitingFor();
        return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    }

    /** The record while its holder waits for something; an empty reason for nothing. */
    static RunRecord waiting(RunRecord run, String reason, long sinceMs) {
        RunRecord.Builder waiting = run.toBuilder();
        if (run.hasStarted()) {
            waiting.getStartedBuilder().setWaitingFor(reason).setWaitingSinceMs(sinceMs);
        } else {
            waiting.getPublicationBuilder().setWaitingFor(reason).setWaitingSinceMs(sinceMs);
        }
        return waiting.build();
    }

    /** The last record of a run that failed, or of a publication that did. */
    static RunRecord failed(RunRecord run, int attempt, String reason, Optional<WellId> well) {
        if (isToBePublished(run)) {
            return unpublished(run, reason);
        }
        RunFailed.Builder failed = RunFailed.newBuilder().setAttempt(attempt).setReason(reason);
        well.map(WellKeys::of).ifPresent(failed::setWell);
        return run.toBuilder().setFailed(failed).build();
    }

    /** The last record of a run that was cancelled, or of a publication that was. */
    static RunRecord cancelled(RunRecord run) {
        return isToBePublished(run)
                ? unpublished(run, CANCELLED)
                : run.toBuilder()
                        .setCancelled(RunCancelled.newBuilder().setReason("requested"))
                        .build();
    }

    private static RunRecord unpublished(RunRecord run, String failure) {
        RunRecord.Builder ended = run.toBuilder();
        ended.getPublicationBuilder().setFailure(failure).clearWaitingFor().clearWaitingSinceMs();
        return ended.build();
    }
}
