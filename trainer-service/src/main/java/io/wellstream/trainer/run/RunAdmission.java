package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.trainer.claim.Claim;
import io.wellstream.trainer.memory.MemoryBudget;
import io.wellstream.trainer.memory.MemoryBudget.Verdict;
import io.wellstream.trainer.memory.MemoryForecast;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.wells.DatasetCounts;
import java.util.Optional;

/**
 * Decides whether a run can be worked on now: its data set must be complete, there must be memory for it, and its latest attempts
 * must not all have died.
 */
final class RunAdmission {
    /** After so many attempts in a row that died without a checkpoint, the run has failed. */
    static final int MOST_DEATHS = 3;

    private final TrainerTables tables;
    private final DatasetGate gate;
    private final MemoryBudget memory;
    private final ObjectStore store;

    RunAdmission(TrainerTables tables, DatasetGate gate, MemoryBudget memory, ObjectStore store) {
        this.tables = tables;
        this.gate = gate;
        this.memory = memory;
        this.store = store;
    }

    /**
     * The decision about one run.
     *
     * @param memory what the run will take
     * @param waitingFor what is missing now and will come
     * @param refusal why the run can never work here
     */
    record Decision(MemoryForecast memory, Optional<String> waitingFor, Optional<String> refusal) {
        private static Decision waits(String reason) {
            return new Decision(MemoryForecast.NOTHING, Optional.of(reason), Optional.empty());
        }

        private static Decision refused(String reason) {
            return new Decision(MemoryForecast.NOTHING, Optional.empty(), Optional.of(reason));
        }
    }

    Decision of(RunRecord record) {
        Optional<String> missing = missing(record);
        if (missing.isPresent()) {
            return Decision.waits(missing.get());
        }
        try {
            return switch (memory.verdict(record.getSpecification(), wells(record), manifestBytes(record))) {
                case Verdict.Fits(MemoryForecast forecast) ->
                    new Decision(forecast, Optional.empty(), Optional.empty());
                case Verdict.Waits(String reason) -> Decision.waits(reason);
                case Verdict.Refused(String reason) -> Decision.refused(reason);
            };
        } catch (RefusedRunException e) {
            return Decision.refused(String.valueOf(e.getMessage()));
        }
    }

    /** Why the run has failed, now that no other trainer works on it; empty if it can be worked on. */
    Optional<String> failure(RunRecord record, Decision decision, Claim claim) {
        return decision.refusal()
                .or(() -> claim.deaths() < MOST_DEATHS
                        ? Optional.empty()
                        : Optional.of(deaths(record, decision.memory(), claim)));
    }

    private String deaths(RunRecord record, MemoryForecast forecast, Claim claim) {
        String cause = claim.lastError().isEmpty()
                ? "their processes were killed, or ran out of memory, and could not say why"
                : "the last error was " + claim.lastError();
        return claim.deaths() + " attempts in a row ended without saving a checkpoint; " + cause + ". The run needs "
                + forecast + " (" + forecast.parts() + "). "
                + memory.smaller(record.getSpecification(), wells(record), manifestBytes(record))
                + ". Give the trainer more memory, lower these settings, or save checkpoints more often; then resume the run"
                + " or start another";
    }

    /** What the run's data set lacks; a run with a manifest uses what that lists, whatever has become of the data set since. */
    private Optional<String> missing(RunRecord record) {
        if (record.hasStarted() || RunStates.isToBePublished(record)) {
            return Optional.empty();
        }
        ObjectKey manifest = ObjectKeys.run(dataset(record), new RunId(record.getRun()), "manifest");
        return gate.waitingFor(record).filter(reason -> store.stat(manifest).isEmpty());
    }

    private DatasetCounts wells(RunRecord record) {
        return tables.countsOf(dataset(record));
    }

    /** 0 before an attempt has made or read the manifest. */
    private static long manifestBytes(RunRecord record) {
        return record.getStarted().getManifest().getSize();
    }

    private static DatasetId dataset(RunRecord run) {
        return new DatasetId(run.getSpecification().getDataset());
    }
}
