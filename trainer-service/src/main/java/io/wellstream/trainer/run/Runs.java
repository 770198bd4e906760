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
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.trainer.TrainerMeters;
import io.wellstream.trainer.TrainerMeters.Outcome;
import io.wellstream.trainer.batches.BatchFailedException;
import io.wellstream.trainer.plan.DataSet;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.Trace;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreRefusedException;
import io.wellstream.wire.store.StoreUnavailableException;
import java.util.Collection;
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
 * Takes the oldest open run that this trainer may and can train, one after the other. A run that can never work is recorded
 * as failed; an outage of broker or store leaves as it came, nothing is recorded, and the restarted trainer goes on.
 */
public final class Runs {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    /** Where claims, records and objects go. */
    public record World(ObjectStore store, MessageSender sender, Claims claims) {}

    private final RunTables tables;
    private final World world;
    private final RunTrainer trainer;
    private final Set<CellType> cellTypes;
    private final TrainerMeters meters;
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final Map<String, String> waiting = new ConcurrentHashMap<>();
    private volatile @Nullable Hold current;
    private volatile boolean stopping;

    /** @param cellTypes whose runs are taken; empty for all */
    public Runs(RunTables tables, World world, RunTrainer trainer, Set<CellType> cellTypes, TrainerMeters meters) {
        this.tables = tables;
        this.world = world;
        this.trainer = trainer;
        this.cellTypes = Set.copyOf(cellTypes);
        this.meters = meters;
    }

    /** Hears of every record of the table, so that a cancellation reaches the run that is being trained. */
    public void onRecord(RunRecord record) {
        if (record.hasCancelled()) {
            cancelled.add(record.getRun());
            Hold hold = current;
            if (hold != null && hold.run().name().equals(record.getRun())) {
                hold.cancel();
            }
        }
    }

    /** Takes no other run, and leaves the one that is being trained before its next batch, for another trainer. */
    public void stop() {
        stopping = true;
        Hold hold = current;
        if (hold != null) {
            hold.stop();
        }
    }

    /** Why a requested run has not been taken here; empty if nothing keeps it. */
    public Optional<String> waitingFor(RunId run) {
        return Optional.ofNullable(waiting.get(run.name()));
    }

    /** The run that is being trained here. */
    public Optional<RunId> training() {
        return Optional.ofNullable(current).map(Hold::run);
    }

    /** Trains the next run that can be had, to its end; false if there is none now. */
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

    private boolean take(RunRecord run) throws InterruptedException {
        DatasetId dataset = new DatasetId(run.getSpecification().getDataset());
        IngestGate gate = run.hasStarted() ? new IngestGate.Open(ScreenDescription.getDefaultInstance()) : gate(run);
        if (gate instanceof IngestGate.Waiting(String reason)) {
            if (!reason.equals(waiting.put(run.getRun(), reason))) {
                LOG.info("waiting run={} for={}", run.getRun(), reason);
            }
            return false;
        }
        Optional<Claim> claim = world.claims().tryClaim(dataset, new RunId(run.getRun()));
        if (claim.isEmpty()) {
            waiting.put(run.getRun(), "another trainer holds it, or held it less than half a minute ago");
            return false;
        }
        waiting.remove(run.getRun());
        try (Claim held = claim.get();
                Scope _ = Trace.continued(run.getTraceParent())) {
            held.keepRenewing();
            Hold hold = new Hold(dataset, held);
            current = hold;
            if (cancelled.contains(run.getRun())) {
                hold.cancel();
            }
            if (stopping) {
                hold.stop();
            }
            end(run, hold, new RunEffects(hold, world.store(), world.sender()));
        } finally {
            current = null;
        }
        return true;
    }

    private void end(RunRecord run, Hold hold, RunEffects effects) throws InterruptedException {
        try {
            RunRecord ended = attempt(run, hold, effects);
            effects.record(ended);
            hold.end();
            effects.sweeper().sweepAll();
            meters.ended(ended.hasFinished() ? Outcome.FINISHED : Outcome.FAILED);
            LOG.info("ended run={} as={}", run.getRun(), ended.getStateCase());
        } catch (ClaimLostException e) {
            meters.ended(Outcome.LOST);
            LOG.warn("left run={} reason={}", run.getRun(), e.getMessage());
        } catch (RunStoppedException e) {
            meters.ended(Outcome.LEFT);
            LOG.info("left run={} reason={}", run.getRun(), e.getMessage());
        } catch (RunCancelledException e) {
            world.sender()
                    .sendAndWait(
                            Topics.RUNS,
                            run.getRun(),
                            run.toBuilder()
                                    .setCancelled(RunCancelled.newBuilder().setReason("asked for"))
                                    .build());
            hold.end();
            effects.sweeper().sweepAll();
            meters.ended(Outcome.CANCELLED);
            LOG.info("cancelled run={}", run.getRun());
        }
    }

    /** The run's last record: finished, or failed for a reason that its author can act on. */
    private RunRecord attempt(RunRecord run, Hold hold, RunEffects effects) throws InterruptedException {
        try {
            return trainer.train(run, effects, () -> manifest(run));
        } catch (ClaimLostException
                | RunCancelledException
                | RunStoppedException
                | StoreUnavailableException
                | StoreRefusedException
                | KafkaException e) {
            throw e;
        } catch (BatchFailedException e) {
            LOG.warn("failed run={} reason={}", run.getRun(), e.getMessage());
            return failed(run, hold, e.getMessage(), e.well());
        } catch (RefusedRunException e) {
            LOG.warn("refused run={} reason={}", run.getRun(), e.getMessage());
            return failed(run, hold, e.getMessage(), Optional.empty());
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e; // broken off with the process: that is no fault of the run
            }
            LOG.error("failed run={}", run.getRun(), e);
            return failed(run, hold, String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    private static RunRecord failed(RunRecord run, Hold hold, @Nullable String reason, Optional<WellId> well) {
        RunFailed.Builder failed =
                RunFailed.newBuilder().setAttempt(hold.attempt()).setReason(String.valueOf(reason));
        well.map(WellKeys::of).ifPresent(failed::setWell);
        return run.toBuilder().setFailed(failed).build();
    }

    private Manifest manifest(RunRecord run) {
        DatasetId dataset = new DatasetId(run.getSpecification().getDataset());
        return switch (gate(run)) {
            case IngestGate.Open(ScreenDescription screen) ->
                Trace.span(
                        "make manifest",
                        Attributes.of(Trace.RUN, run.getRun()),
                        ingestTraces(dataset),
                        () -> DataSet.manifest(dataset, screen, tables.wells().apply(dataset)));
            case IngestGate.Waiting(String reason) -> throw new RefusedRunException(reason);
            case IngestGate.Refused(String reason) -> throw new RefusedRunException(reason);
        };
    }

    private List<String> ingestTraces(DatasetId dataset) {
        return tables.ingests().apply(dataset).stream()
                .map(IngestFinished::getTraceParent)
                .filter(trace -> !trace.isEmpty())
                .toList();
    }

    private IngestGate gate(RunRecord run) {
        DatasetId dataset = new DatasetId(run.getSpecification().getDataset());
        Collection<WellIngested> wells = tables.wells().apply(dataset);
        return IngestGate.of(
                run.getSpecification(), List.copyOf(tables.ingests().apply(dataset)), wells);
    }
}
