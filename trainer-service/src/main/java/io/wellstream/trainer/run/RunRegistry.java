package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.ResumeRequest;
import io.wellstream.proto.v1.RunPublication;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunRequested;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.RunView;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.trainer.checkpoint.CheckpointIndex;
import io.wellstream.trainer.claim.RunNames;
import io.wellstream.trainer.memory.MemoryBudget;
import io.wellstream.trainer.plan.EffectiveSpecification;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.transfer.StartModels;
import io.wellstream.wire.Trace;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectStore;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Requests, lists, finds, cancels and resumes runs, and requests that checkpoints are published. It only writes records; trainers read them from the table of runs. */
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
    private final DatasetGate gate;
    private final MemoryBudget memory;
    private final StartModels starts;
    private final Publications publications;
    private final RunNames names;
    private final Function<RunId, Optional<String>> waitingFor;

    /**
     * @param starts finds the models that runs begin with
     * @param waitingFor says why a requested run has not started here, if it is known
     */
    public RunRegistry(
            TrainerTables tables,
            MessageSender sender,
            ObjectStore store,
            MemoryBudget memory,
            StartModels starts,
            Function<RunId, Optional<String>> waitingFor) {
        this.tables = tables;
        this.sender = sender;
        this.store = store;
        this.gate = new DatasetGate(tables);
        this.memory = memory;
        this.starts = starts;
        this.publications = new Publications(store, starts);
        this.names = new RunNames(store);
        this.waitingFor = waitingFor;
    }

    /**
     * Requests a run under a name that the caller chooses; repeating the request changes nothing.
     *
     * @param unlessUnderWay returns a run with the same specification that is under way, if there is one, and requests none
     * @throws RefusedRunException if the specification cannot work, if the ingest of its data set has not finished, or if this
     *     trainer can never have the memory for it
     * @throws ConflictException if a run of that name has another specification
     */
    public RunView request(RunId run, RunSpecification requested, boolean unlessUnderWay) {
        tables.require(new DatasetId(requested.getDataset()));
        RunSpecification effective = begun(EffectiveSpecification.of(requested));
        Optional<String> refusal = record(run).isPresent() ? Optional.empty() : refusal(run, effective);
        if (refusal.isPresent()) {
            throw new RefusedRunException(refusal.get());
        }
        return write(run, effective, unlessUnderWay);
    }

    /** The specification with the files of the model that it begins with, if it names one. */
    private RunSpecification begun(RunSpecification effective) {
        Optional<ScreenDescription> screen = tables.ingestsOf(new DatasetId(effective.getDataset())).stream()
                .filter(IngestFinished::hasScreen)
                .map(IngestFinished::getScreen)
                .findFirst();
        return starts.resolved(effective, screen);
    }

    private Optional<String> refusal(RunId name, RunSpecification run) {
        RunRecord record =
                RunRecord.newBuilder().setRun(name.name()).setSpecification(run).build();
        return gate.refusal(run)
                .or(() -> memory.refusal(run, tables.countsOf(new DatasetId(run.getDataset()))))
                .or(() -> LabelSource.refusal(record, gate, store::get))
                .or(() -> RunIllumination.refusal(record, gate));
    }

    private synchronized RunView write(RunId run, RunSpecification effective, boolean unlessUnderWay) {
        Optional<RunRecord> known = record(run);
        if (known.isPresent()) {
            if (!EffectiveSpecification.isRecordOf(known.get().getSpecification(), effective)) {
                throw taken(run, known.get().getSpecification(), effective);
            }
            return view(known.get());
        }
        Optional<RunRecord> same = unlessUnderWay ? underWay(effective) : Optional.empty();
        if (same.isPresent()) {
            return view(same.get());
        }
        RunRecord record = RunRecord.newBuilder()
                .setRun(run.name())
                .setSpecification(effective)
                .setRequestedAtMs(System.currentTimeMillis())
                .setRequested(RunRequested.getDefaultInstance())
                .setTraceParent(Trace.header())
                .build();
        RunSpecification first = names.take(record).getSpecification();
        if (!EffectiveSpecification.isRecordOf(first, effective)) {
            throw taken(run, first, effective); // by a request that the table does not have yet
        }
        return write(record);
    }

    private static ConflictException taken(RunId run, RunSpecification first, RunSpecification second) {
        return new ConflictException(
                "run '" + run + "' was already requested with another specification; this one differs in "
                        + String.join(", ", Resumptions.differences(first, second)) + "; choose another name for it");
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
            RunView.Builder view = view(record).toBuilder();
            checkpoints(record).newest().ifPresent(checkpoint -> view.addAllEpochs(checkpoint.getHistoryList()));
            return view.build();
        });
    }

    /**
     * Cancels a run, or the publication of its checkpoint; a trainer that works on it stops before its next step. Repeating the
     * request changes nothing.
     *
     * @throws ConflictException if the run has finished or failed
     */
    public synchronized Optional<RunView> cancel(RunId run) {
        return record(run).map(record -> {
            if (RunStates.isUnderWay(record) || RunStates.isToBePublished(record)) {
                return write(RunStates.cancelled(record));
            }
            if (record.hasCancelled()) {
                return view(record);
            }
            throw new ConflictException(
                    "run '" + run + "' is " + RunStates.name(record) + "; there is nothing to cancel");
        });
    }

    /**
     * Requests a run that has ended again: it continues from its newest checkpoint. Repeating the request while the run is
     * under way changes nothing.
     *
     * @throws RefusedRunException if the changes cannot work
     * @throws ConflictException if the run is under way with other settings, or has nothing left to do
     */
    public synchronized Optional<RunView> resume(RunId run, ResumeRequest changes) {
        return record(run).map(record -> {
            RunSpecification changed = Resumptions.changed(record.getSpecification(), changes);
            if (RunStates.isUnderWay(record)) {
                if (changed.equals(EffectiveSpecification.of(record.getSpecification()))) {
                    return view(record);
                }
                throw new ConflictException("run '" + run + "' is under way; cancel it before you change its settings");
            }
            requireNotToBePublished(record);
            Optional<CheckpointComplete> newest = checkpoints(record).newest();
            if (record.hasFinished()
                    && newest.map(checkpoint -> Resumptions.isDone(changed, checkpoint))
                            .orElse(false)) {
                throw new ConflictException("run '" + run + "' has finished all it was asked for; ask for more than "
                        + newest.get().getEpoch() + " epochs, or for more patience");
            }
            long fromStep = newest.map(CheckpointComplete::getStep).orElse(0L);
            return write(Resumptions.resumed(record, changed, fromStep, System.currentTimeMillis()));
        });
    }

    /**
     * Requests that a checkpoint of a run that has ended is published. Repeating the request changes nothing.
     *
     * @param step 0 for the step that the run would have published if it had ended there
     * @throws RefusedRunException if there is no such checkpoint
     * @throws ConflictException if the run is under way, or the checkpoint is published already
     */
    public synchronized Optional<RunView> publish(RunId run, long step) {
        return record(run).map(record -> {
            if (RunStates.isUnderWay(record)) {
                throw new ConflictException("run '" + run + "' is under way; it publishes its model when it finishes");
            }
            boolean same = step == 0 || step == record.getPublication().getStep();
            if (RunStates.isToBePublished(record) && same) {
                return view(record);
            }
            requireNotToBePublished(record);
            return write(record.toBuilder()
                    .setPublication(RunPublication.newBuilder()
                            .setStep(publications.step(record, step))
                            .setRequestedAtMs(System.currentTimeMillis()))
                    .setReopened(record.getReopened() + 1)
                    .build());
        });
    }

    private static void requireNotToBePublished(RunRecord record) {
        if (RunStates.isToBePublished(record)) {
            throw new ConflictException("step " + record.getPublication().getStep() + " of run '" + record.getRun()
                    + "' is being published; wait for that, or cancel it");
        }
    }

    private Optional<RunRecord> underWay(RunSpecification effective) {
        return tables.allRuns().stream()
                .filter(RunStates::isUnderWay)
                .filter(run -> EffectiveSpecification.isRecordOf(run.getSpecification(), effective))
                .max(Comparator.comparingLong(RunRecord::getRequestedAtMs));
    }

    private Optional<RunRecord> record(RunId run) {
        return tables.runs().get(MessageKeys.run(run));
    }

    private RunView write(RunRecord record) {
        sender.sendAndWait(Topics.RUNS, record.getRun(), record);
        return view(record);
    }

    private CheckpointIndex checkpoints(RunRecord record) {
        return new CheckpointIndex(
                store, new DatasetId(record.getSpecification().getDataset()), new RunId(record.getRun()));
    }

    private RunView view(RunRecord record) {
        RunView.Builder view = RunView.newBuilder().setRun(record).setState(RunStates.name(record));
        RunStates.waitingFor(record)
                .or(() -> RunStates.isQueued(record) ? waitingFor.apply(new RunId(record.getRun())) : Optional.empty())
                .ifPresent(view::setWaitingFor);
        return view.build();
    }
}
