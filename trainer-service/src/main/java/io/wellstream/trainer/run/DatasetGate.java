package io.wellstream.trainer.run;

import io.opentelemetry.api.common.Attributes;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.Manifest;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.trainer.plan.DataSet;
import io.wellstream.wire.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Keeps a run waiting until its data set is complete, and makes the manifest of a complete one. */
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
    Manifest manifest(RunRecord run) {
        DatasetId dataset = new DatasetId(run.getSpecification().getDataset());
        return switch (readiness(run.getSpecification())) {
            case DatasetReadiness.Ready(ScreenDescription screen) ->
                Trace.span(
                        "make manifest",
                        Attributes.of(Trace.RUN, run.getRun()),
                        ingestTraces(dataset),
                        () -> DataSet.manifest(dataset, screen, tables.wellsOf(dataset)));
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
