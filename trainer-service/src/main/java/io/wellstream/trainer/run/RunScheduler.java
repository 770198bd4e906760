package io.wellstream.trainer.run;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Scope;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.Manifest;
import io.wellstream.proto.v1.RunCancelled;
import io.wellstream.proto.v1.RunFailed;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.trainer.batches.BatchFailedException;
import io.wellstream.trainer.checkpoint.Spool;
import io.wellstream.trainer.claim.Claim;
import io.wellstream.trainer.claim.ClaimLostException;
import io.wellstream.trainer.claim.Claims;
import io.wellstream.trainer.plan.DataSet;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.run.TrainerMeters.Outcome;
import io.wellstream.wire.Trace;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreRefusedException;
import io.wellstream.wire.store.StoreUnavailableException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the oldest open run that this trainer may and can train, one run at a time. A run that can never work is recorded
 * as failed. An outage of the broker or the store is thrown and nothing is recorded: the restarted trainer resumes the run.
 */
public final class RunScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(RunScheduler.class);

    /** Where objects, records and claims go; large objects pass through the spool. */
    public record Connections(ObjectStore store, Spool spool, MessageSender sender, Claims claims) {}

    private final TrainerTables tables;
    private final Connections connections;
    private final RunTrainer trainer;
    private final Set<CellType> cellTypes;
    private final TrainerMeters meters;
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final Map<String, String> waiting = new ConcurrentHashMap<>();
    private volatile @Nullable ClaimedRun current;
    private volatile boolean stopping;

    /** @param cellTypes whose runs are taken; empty for all */
    public RunScheduler(
            TrainerTables tables,
            Connections connections,
            RunTrainer trainer,
            Set<CellType> cellTypes,
            TrainerMeters meters) {
        this.tables = tables;
        this.connections = connections;
        this.trainer = trainer;
        this.cellTypes = Set.copyOf(cellTypes);
        this.meters = meters;
    }

    /** Receives every record of the table of runs, so that a cancellation reaches the run in training. */
    public void onRecord(RunRecord record) {
        if (record.hasCancelled()) {
            cancelled.add(record.getRun());
            ClaimedRun run = current;
            if (run != null && run.id().name().equals(record.getRun())) {
                run.cancel();
            }
        }
    }

    /** Takes no further run, and leaves the one in training to another trainer before its next batch. */
    public void stop() {
        stopping = true;
        ClaimedRun run = current;
        if (run != null) {
            run.stop();
        }
    }

    /** Why a requested run has not been taken here; empty if nothing prevents it. */
    public Optional<String> waitingFor(RunId run) {
        return Optional.ofNullable(waiting.get(run.name()));
    }

    /** Trains the next run that is available, to its end; false if there is none now. */
    public boolean trainNext() throws InterruptedException {
        List<RunRecord> open = tables.runs().get().stream()
                .filter(run -> run.hasRequested() || run.hasStarted())
                .filter(run -> !cancelled.contains(run.getRun()))
                .filter(this::admits)
                .sorted(Comparator.comparingLong(RunRecord::getRequestedAtMs).thenComparing(RunRecord::getRun))
                .toList();
        waiting.keySet().retainAll(open.stream().map(RunRecord::getRun).toList());
        for (RunRecord run : open) {
            if (!stopping && take(run)) {
                return true;
            }
        }
        return false;
    }

    private boolean admits(RunRecord run) {
        String cellType = run.getSpecification().getCellType();
        return cellTypes.isEmpty() || (!cellType.isEmpty() && cellTypes.contains(new CellType(cellType)));
    }

    private boolean take(RunRecord record) throws InterruptedException {
        DatasetId dataset = dataset(record);
        DatasetReadiness readiness = record.hasStarted()
                ? new DatasetReadiness.Ready(ScreenDescription.getDefaultInstance())
                : readiness(record);
        if (readiness instanceof DatasetReadiness.Waiting(String reason)) {
            if (!reason.equals(waiting.put(record.getRun(), reason))) {
                LOG.info("waiting run={} for={}", record.getRun(), reason);
            }
            return false;
        }
        Optional<Claim> claim = connections.claims().tryClaim(dataset, new RunId(record.getRun()));
        if (claim.isEmpty()) {
            waiting.put(record.getRun(), "another trainer holds it, or held it less than half a minute ago");
            return false;
        }
        waiting.remove(record.getRun());
        try (Claim held = claim.get();
                Scope _ = Trace.continued(record.getTraceParent())) {
            held.keepRenewing();
            ClaimedRun run = new ClaimedRun(dataset, held, connections);
            current = run;
            if (cancelled.contains(record.getRun())) {
                run.cancel();
            }
            if (stopping) {
                run.stop();
            }
            trainToEnd(record, run);
        } finally {
            current = null;
        }
        return true;
    }

    private void trainToEnd(RunRecord record, ClaimedRun run) throws InterruptedException {
        try {
            RunRecord ended = attempt(record, run);
            run.send(ended);
            run.end();
            run.sweeper().sweepAll();
            meters.ended(ended.hasFinished() ? Outcome.FINISHED : Outcome.FAILED);
            LOG.info("ended run={} as={}", record.getRun(), ended.getStateCase());
        } catch (ClaimLostException e) {
            meters.ended(Outcome.LOST);
            LOG.warn("left run={} reason={}", record.getRun(), e.getMessage());
        } catch (RunStoppedException e) {
            meters.ended(Outcome.LEFT);
            LOG.info("left run={} reason={}", record.getRun(), e.getMessage());
        } catch (RunCancelledException e) {
            RunRecord ended = record.toBuilder()
                    .setCancelled(RunCancelled.newBuilder().setReason("requested"))
                    .build();
            connections.sender().sendAndWait(Topics.RUNS, record.getRun(), ended);
            run.end();
            run.sweeper().sweepAll();
            meters.ended(Outcome.CANCELLED);
            LOG.info("cancelled run={}", record.getRun());
        }
    }

    /** Trains the run and returns its last record: finished, or failed for a reason that its author can act on. */
    private RunRecord attempt(RunRecord record, ClaimedRun run) throws InterruptedException {
        try {
            return trainer.train(record, run, () -> manifest(record));
        } catch (ClaimLostException
                | RunCancelledException
                | RunStoppedException
                | StoreUnavailableException
                | StoreRefusedException
                | KafkaException e) {
            throw e;
        } catch (BatchFailedException e) {
            LOG.warn("failed run={} reason={}", record.getRun(), e.getMessage());
            return failed(record, run, e.getMessage(), e.well());
        } catch (RefusedRunException e) {
            LOG.warn("refused run={} reason={}", record.getRun(), e.getMessage());
            return failed(record, run, e.getMessage(), Optional.empty());
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e; // the process is stopping; the run itself has not failed
            }
            LOG.error("failed run={}", record.getRun(), e);
            return failed(record, run, e.getMessage(), Optional.empty());
        }
    }

    private static RunRecord failed(RunRecord record, ClaimedRun run, @Nullable String reason, Optional<WellId> well) {
        RunFailed.Builder failed =
                RunFailed.newBuilder().setAttempt(run.attempt()).setReason(String.valueOf(reason));
        well.map(WellKeys::of).ifPresent(failed::setWell);
        return record.toBuilder().setFailed(failed).build();
    }

    private Manifest manifest(RunRecord run) {
        DatasetId dataset = dataset(run);
        return switch (readiness(run)) {
            case DatasetReadiness.Ready(ScreenDescription screen) ->
                Trace.span(
                        "make manifest",
                        Attributes.of(Trace.RUN, run.getRun()),
                        ingestTraces(dataset),
                        () -> DataSet.manifest(dataset, screen, tables.wells().apply(dataset)));
            case DatasetReadiness.Waiting(String reason) -> throw new RefusedRunException(reason);
            case DatasetReadiness.Refused(String reason) -> throw new RefusedRunException(reason);
        };
    }

    private List<String> ingestTraces(DatasetId dataset) {
        return tables.ingests().apply(dataset).stream()
                .map(IngestFinished::getTraceParent)
                .filter(trace -> !trace.isEmpty())
                .toList();
    }

    private DatasetReadiness readiness(RunRecord run) {
        DatasetId dataset = dataset(run);
        return DatasetReadiness.of(
                run.getSpecification(),
                tables.ingests().apply(dataset),
                tables.wells().apply(dataset));
    }

    private static DatasetId dataset(RunRecord run) {
        return new DatasetId(run.getSpecification().getDataset());
    }
}
