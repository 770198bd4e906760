package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.RunCancelled;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunRequested;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.RunView;
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

/** Where people ask for runs, look at them and call them off. It only writes records; who trains them reads the table. */
public final class RunDesk {
    /** The run's name is taken by another specification, or its state does not allow what was asked. */
    public static final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ConflictException(String message) {
            super(message);
        }
    }

    private final RunTables tables;
    private final MessageSender sender;
    private final ObjectStore store;
    private final Function<RunId, Optional<String>> waitingFor;

    public RunDesk(
            RunTables tables, MessageSender sender, ObjectStore store, Function<RunId, Optional<String>> waitingFor) {
        this.tables = tables;
        this.sender = sender;
        this.store = store;
        this.waitingFor = waitingFor;
    }

    /**
     * Asks for a run under a name of the caller's choice; asking again for the same changes nothing.
     *
     * @throws RefusedRunException if the specification cannot work
     * @throws ConflictException if the name stands for something else
     */
    public synchronized RunView request(RunId run, RunSpecification asked) {
        RunSpecification effective = EffectiveSpecification.of(asked);
        Optional<RunRecord> known = record(run);
        if (known.isPresent()) {
            if (!known.get().getSpecification().equals(effective)) {
                throw new ConflictException(
                        "run '" + run + "' was asked for with another specification; give this" + " one another name");
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

    /** Newest first, without epochs. */
    public List<RunView> list() {
        return tables.runs().get().stream()
                .sorted(Comparator.comparingLong(RunRecord::getRequestedAtMs)
                        .reversed()
                        .thenComparing(RunRecord::getRun))
                .map(this::view)
                .toList();
    }

    /** A run with the epochs that its newest checkpoint knows of. */
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
     * Calls a run off; one that was called off before stays so. Whoever trains it stops before its next step.
     *
     * @throws ConflictException if it has finished or failed
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
                    .setCancelled(RunCancelled.newBuilder().setReason("asked for"))
                    .build();
            sender.sendAndWait(Topics.RUNS, MessageKeys.run(run), cancelled);
            return view(cancelled);
        });
    }

    private Optional<RunRecord> record(RunId run) {
        return tables.runs().get().stream()
                .filter(record -> record.getRun().equals(run.name()))
                .findFirst();
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
