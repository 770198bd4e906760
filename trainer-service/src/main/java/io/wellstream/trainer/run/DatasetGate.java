package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.trainer.manifest.LiveDataset;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Keeps a run waiting until its data set is complete, and gives the complete one, from which its manifest is made. */
final class DatasetGate {
    private static final Duration CATCH_UP = Duration.ofSeconds(3);

    private final TrainerTables tables;

    DatasetGate(TrainerTables tables) {
        this.tables = tables;
    }

    /** Why a run must not be requested now. Tables that are a moment behind a finished ingest get the time to catch up. */
    Optional<String> refusal(RunSpecification run) {
        long deadline = System.nanoTime() + CATCH_UP.toNanos();
        while (readiness(run) instanceof DatasetReadiness.Refused(String reason)) {
            if (System.nanoTime() - deadline > 0) {
                return Optional.of(reason);
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        return Optional.empty();
    }

    private DatasetReadiness readiness(RunSpecification run) {
        DatasetId dataset = new DatasetId(run.getDataset());
        return DatasetReadiness.of(run, tables.ingestsOf(dataset), tables.countsOf(dataset));
    }

    /** What a run without a manifest waits for; empty if it can begin. */
    Optional<String> waitingFor(RunRecord run) {
        return switch (readiness(run.getSpecification())) {
            case DatasetReadiness.Ready ready -> Optional.empty();
            case DatasetReadiness.Waiting(String reason) -> Optional.of(reason);
            case DatasetReadiness.Refused(String reason) -> Optional.of(reason); // refused only when it is requested
        };
    }

    /**
     * The data set as it is now.
     *
     * @throws RunWaitingException if it is incomplete, because an ingest began after the run was claimed
     */
    LiveDataset dataset(RunRecord run) {
        DatasetId dataset = new DatasetId(run.getSpecification().getDataset());
        return switch (readiness(run.getSpecification())) {
            case DatasetReadiness.Ready(ScreenDescription screen) ->
                new LiveDataset(
                        dataset,
                        screen,
                        List.copyOf(tables.countsOf(dataset).experiments().keySet()),
                        experiment -> tables.wellsOf(dataset, experiment),
                        ingestTraces(dataset));
            case DatasetReadiness.Waiting(String reason) -> throw new RunWaitingException(reason);
            case DatasetReadiness.Refused(String reason) -> throw new RunWaitingException(reason);
        };
    }

    private List<String> ingestTraces(DatasetId dataset) {
        return tables.ingestsOf(dataset).stream()
                .map(IngestFinished::getTraceParent)
                .filter(trace -> !trace.isEmpty())
                .toList();
    }
}
