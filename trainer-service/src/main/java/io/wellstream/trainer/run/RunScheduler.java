package io.wellstream.trainer.run;

import io.opentelemetry.context.Scope;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.trainer.batches.BatchFailedException;
import io.wellstream.trainer.checkpoint.Spool;
import io.wellstream.trainer.claim.Claim;
import io.wellstream.trainer.claim.ClaimLostException;
import io.wellstream.trainer.claim.Claims;
import io.wellstream.trainer.engine.DivergedException;
import io.wellstream.trainer.engine.ForeignCheckpointException;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.promotion.ServedModels;
import io.wellstream.trainer.run.TrainerMeters.Outcome;
import io.wellstream.wire.Trace;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreFullException;
import io.wellstream.wire.store.StoreRefusedException;
import io.wellstream.wire.store.StoreUnavailableException;
import java.io.UncheckedIOException;
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
 * Takes the oldest open run that this trainer may and can train, one run at a time, or publishes a checkpoint of a run that has
 * ended. A run that can never work is recorded as failed; one for which something is missing waits. An outage of the broker or
 * the store is thrown and nothing is recorded: the restarted trainer resumes the run.
 */
public final class RunScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(RunScheduler.class);

    /** Where objects, records and claims go, and who decides which model is served; large objects pass through the spool. */
    public record Connections(
            ObjectStore store, Spool spool, MessageSender sender, Claims claims, ServedModels served) {}

    private final TrainerTables tables;
    private final Connections connections;
    private final RunTrainer trainer;
    private final DatasetGate gate;
    private final RunAdmission admission;
    private final Set<CellType> cellTypes;
    private final TrainerMeters meters;
    /** Of every cancelled run, how often it had been reopened when it was cancelled. */
    private final Map<String, Integer> cancelled = new ConcurrentHashMap<>();

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
        this.gate = new DatasetGate(tables);
        this.admission = new RunAdmission(tables, gate, trainer.memory(), connections.store());
        this.cellTypes = Set.copyOf(cellTypes);
        this.meters = meters;
    }

    /** Receives every record of the table of runs, so that a cancellation reaches the run in training. */
    public void onRecord(RunRecord record) {
        if (RunStates.isCancelled(record)) {
            cancelled.merge(record.getRun(), record.getReopened(), Math::max);
            ClaimedRun run = current;
            if (run != null && isCancelled(run.record())) {
                run.cancel();
            }
        }
    }

    /**
     * Receives the record of a run over which a late one of an earlier attempt was written, and writes it again. The record of a
     * run in training is the holder's to write: only the holder knows the latest one.
     */
    public void onOverwrite(RunRecord known) {
        ClaimedRun run = current;
        Optional<RunRecord> latest = Optional.of(known).filter(record -> !record.hasStarted());
        if (run != null && run.id().name().equals(known.getRun())) {
            latest = latest.or(run::written);
        }
        latest.ifPresent(record -> connections
                .sender()
                .send(Topics.RUNS, MessageKeys.run(new RunId(record.getRun())), record)
                .exceptionally(failure -> {
                    LOG.warn("not restored run={} reason={}", record.getRun(), failure.getMessage());
                    return null;
                }));
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
        ClaimedRun busy = current;
        if (busy != null && !busy.id().equals(run)) {
            return Optional.of("a trainer: this one works on run " + busy.id());
        }
        if (busy != null && !busy.space().awaited().isEmpty()) {
            return Optional.of(busy.space().awaited());
        }
        return Optional.ofNullable(waiting.get(run.name()));
    }

    /** Trains the next run that is available, to its end; false if there is none now. */
    public boolean trainNext() throws InterruptedException {
        List<RunRecord> open = tables.allRuns().stream()
                .filter(run -> RunStates.isUnderWay(run) || RunStates.isToBePublished(run))
                .filter(run -> !isCancelled(run))
                .filter(this::admits)
                .sorted(Comparator.comparingLong(RunStates::queuedAt).thenComparing(RunRecord::getRun))
                .toList();
        waiting.keySet().retainAll(open.stream().map(RunRecord::getRun).toList());
        for (RunRecord run : open) {
            if (!stopping && take(run)) {
                return true;
            }
        }
        return false;
    }

    private boolean isCancelled(RunRecord run) {
        Integer reopened = cancelled.get(run.getRun());
        return reopened != null && reopened >= run.getReopened();
    }

    private boolean admits(RunRecord run) {
        String cellType = run.getSpecification().getCellType();
        boolean isOfCellType =
                cellTypes.isEmpty() || (!cellType.isEmpty() && cellTypes.contains(new CellType(cellType)));
        return isOfCellType && tables.datasets().has(dataset(run));
    }

    private boolean take(RunRecord record) throws InterruptedException {
        Optional<String> missing = trainer.missingEngine(record);
        if (missing.isPresent()) {
            waits(record, missing.get());
            return false;
        }
        RunAdmission.Decision admitted = admission.of(record);
        if (admitted.waitingFor().isPresent()) {
            waits(record, admitted.waitingFor().get());
            return false;
        }
        Optional<Claim> claim;
        try {
            claim = connections.claims().tryClaim(dataset(record), record);
        } catch (StoreFullException e) {
            waits(record, e.awaited());
            return false;
        }
        if (claim.isEmpty()) {
            restoreEnd(new RunId(record.getRun()));
            waiting.put(record.getRun(), "another trainer holds it, or held it less than half a minute ago");
            return false;
        }
        waiting.remove(record.getRun());
        try (Claim held = claim.get();
                Scope _ = Trace.continued(record.getTraceParent())) {
            held.keepRenewing();
            ClaimedRun run = new ClaimedRun(record, held, connections, admitted.memory(), meters);
            current = run;
            if (isCancelled(record)) {
                run.cancel();
            }
            if (stopping) {
                run.stop();
            }
            workToEnd(record, run, admission.failure(record, admitted, held));
        } finally {
            current = null;
        }
        return true;
    }

    private void restoreEnd(RunId run) {
        connections.claims().takeLostEnd(run).ifPresent(ended -> {
            LOG.warn("restored run={} reason=\"the table of runs had lost its end\"", run);
            connections.sender().sendAndWait(Topics.RUNS, MessageKeys.run(run), ended);
        });
    }

    private void waits(RunRecord record, String reason) {
        if (!reason.equals(waiting.put(record.getRun(), reason))) {
            LOG.info("waiting run={} for={}", record.getRun(), reason);
        }
    }

    /** @param failure why the run must not be worked on, and is recorded as failed instead */
    private void workToEnd(RunRecord record, ClaimedRun run, Optional<String> failure) throws InterruptedException {
        try {
            RunRecord ended = failure.isPresent() ? failed(record, run, failure.get()) : attempt(record, run);
            run.send(ended);
            run.end(run.stamped(ended));
            run.sweeper().sweepAll();
            meters.ended(RunStates.isWithoutModel(ended) ? Outcome.FAILED : Outcome.FINISHED);
            LOG.info("ended run={} as={}", record.getRun(), ended.getStateCase());
        } catch (ClaimLostException e) {
            meters.ended(Outcome.LOST);
            LOG.warn("left run={} reason={}", record.getRun(), e.getMessage());
        } catch (RunStoppedException e) {
            meters.ended(Outcome.LEFT);
            LOG.info("left run={} reason={}", record.getRun(), e.getMessage());
        } catch (RunWaitingException e) {
            waits(record, String.valueOf(e.getMessage()));
        } catch (RunCancelledException e) {
            RunRecord ended = run.stamped(RunStates.cancelled(record));
            if (!isReopenedAfter(record)) {
                connections.sender().sendAndWait(Topics.RUNS, MessageKeys.run(run.id()), ended);
            }
            run.end(ended);
            run.sweeper().sweepAll();
            meters.ended(Outcome.CANCELLED);
            LOG.info("cancelled run={}", record.getRun());
        } catch (StoreFullException | StoreRefusedException | KafkaException e) {
            throw e; // the run is not to blame
        } catch (RuntimeException | Error e) {
            if (!Thread.currentThread().isInterrupted()) {
                run.claim().diesOf(e); // not recorded in an outage of the store, which cannot be reached for it
            }
            throw e;
        }
    }

    /** Whether the run was cancelled and is already requested again. */
    private boolean isReopenedAfter(RunRecord record) {
        return tables.runs()
                .get(record.getRun())
                .map(now -> now.getReopened() > record.getReopened())
                .orElse(false);
    }

    /** Does the work and returns the run's last record, which says why it failed if its author can act on that. */
    private RunRecord attempt(RunRecord record, ClaimedRun run) throws InterruptedException {
        try {
            return RunStates.isToBePublished(record)
                    ? trainer.publish(record, run, () -> gate.dataset(record), connections.served())
                    : trainer.train(record, run, () -> gate.dataset(record), connections.served());
        } catch (ClaimLostException
                | RunCancelledException
                | RunStoppedException
                | RunWaitingException
                | StoreFullException
                | StoreUnavailableException
                | StoreRefusedException
                | KafkaException e) {
            throw e;
        } catch (BatchFailedException e) {
            LOG.warn("failed run={} reason={}", record.getRun(), e.getMessage());
            return RunStates.failed(record, run.attempt(), String.valueOf(e.getMessage()), e.well());
        } catch (UncheckedIOException e) {
            throw new RunWaitingException("the local disk: " + e.getMessage());
        } catch (RefusedRunException | DivergedException | ForeignCheckpointException e) {
            return failed(record, run, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e; // the process is stopping; the run itself has not failed
            }
            LOG.error("failed run={}", record.getRun(), e);
            return RunStates.failed(record, run.attempt(), String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    private static RunRecord failed(RunRecord record, ClaimedRun run, String reason) {
        LOG.warn("failed run={} reason={}", record.getRun(), reason);
        return RunStates.failed(record, run.attempt(), reason, Optional.empty());
    }

    private static DatasetId dataset(RunRecord run) {
        return new DatasetId(run.getSpecification().getDataset());
    }
}
