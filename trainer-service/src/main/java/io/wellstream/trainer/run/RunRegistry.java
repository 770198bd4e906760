package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.RunCancelled;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunRequested;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.RunView;
import io.wellstream.trainer.checkpoint.CheckpointIndex;
import io.wellstream.trainer.plan.EffectiveSpecification;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.Trace;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectStore;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Requests, lists, finds and cancels runs. It only writes records; trainers read them from the table of runs. */
public final class RunRegistry {
    /** The run's name is taken by another specification, or its state does not allow the request. */
    public static final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ConflictException(String message) {
            super(message);
        }
    }

    private final TrainerTables tables;
    private final MessageSender sender;
    private final ObjectStore store;
    private final Function<RunId, Optional<String>> waitingFor;

    /** @param waitingFor says why a requested run has not started here, if it is known */
    public RunRegistry(
            TrainerTables tables,
            MessageSender sender,
            ObjectStore store,
            Function<RunId, Optional<String>> waitingFor) {
        this.tables = tables;
        this.sender = sender;
        this.store = store;
        this.waitingFor = waitingFor;
    }

    /**
     * Requests a run under a name that the caller chooses; repeating the request changes nothing.
     *
     * @throws RefusedRunException if the specification cannot work
     * @throws ConflictException if a run of that name has another specification
     */
    public synchronized RunView request(RunId run, RunSpecification requested) {
        RunSpecification effective = EffectiveSpecification.of(requested);
        Optional<RunRecord> known = record(run);
        if (known.isPresent()) {
            if (!EffectiveSpecification.isRecordOf(known.get().getSpecification(), effective)) {
                throw new ConflictException("run '" + run
                        + "' was already requested with another specification; choose another name for this one");
            }
            return view(known.get());
        }
        RunRecord record = RunRecord.newBuilder()
                .setRun(run.name())
                .setSpecification(effective)
                .setRequestedAtMs(System.currentTimeMillis())
                .setRequested(RunRequested.getDefaultInstance())
                .setTraceParent(Trace.header())
                .build();
        sender.sendAndWait(Topics.RUNS, MessageKeys.run(run), record);
        return view(record);
    }

    /** All runs, newest first, without their epochs. */
    public List<RunView> list() {
        return tables.allRuns().stream()
                .sorted(Comparator.comparingLong(RunRecord::getRequestedAtMs)
                        .reversed()
                        .thenComparing(RunRecord::getRun))
                .map(this::view)
                .toList();
    }

    /** A run with the epochs in its newest checkpoint. */
    public Optional<RunView> find(RunId run) {
        return record(run).map(record -> {
            DatasetId dataset = new DatasetId(record.getSpecification().getDataset());
            RunView.Builder view = view(record).toBuilder();
            new CheckpointIndex(store, dataset, run)
                    .newest()
                    .ifPresent(checkpoint -> view.addAllEpochs(checkpoint.getHistoryList()));
            return view.build();
        });
    }

    /**
     * Cancels a run; a trainer that is training it stops before its next step. Repeating the request changes nothing.
     *
     * @throws ConflictException if the run has finished or failed
     */
    public Optional<RunView> cancel(RunId run) {
        return record(run).map(record -> {
            if (record.hasFinished() || record.hasFailed()) {
                throw new ConflictException("run '" + run + "' is " + state(record) + "; there is nothing to cancel");
            }
            if (record.hasCancelled()) {
                return view(record);
            }
            RunRecord cancelled = record.toBuilder()
                    .setCancelled(RunCancelled.newBuilder().setReason("requested"))
                    .build();
            sender.sendAndWait(Topics.RUNS, MessageKeys.run(run), cancelled);
            return view(cancelled);
        });
    }

    private Optional<RunRecord> record(RunId run) {
        return tables.runs().get(MessageKeys.run(run));
    }

    private RunView view(RunRecord record) {
        RunView.Builder view = RunView.newBuilder().setRun(record).setState(state(record));
        waitingFor.apply(new RunId(record.getRun())).ifPresent(view::setWaitingFor);
        return view.build();
    }

    private static String state(RunRecord record) {
        return switch (record.getStateCase()) {
            case REQUESTED, STARTED, FINISHED, FAILED, CANCELLED ->
                record.getStateCase().name().toLowerCase(Locale.ROOT);
            case STATE_NOT_SET -> "unknown";
        };
    }
}
