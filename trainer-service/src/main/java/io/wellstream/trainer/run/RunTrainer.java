package io.wellstream.trainer.run;

import io.opentelemetry.api.common.Attributes;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunStarted;
import io.wellstream.proto.v1.RunView;
import io.wellstream.trainer.checkpoint.Origin;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Engines;
import io.wellstream.trainer.labels.Transduction;
import io.wellstream.trainer.manifest.LiveDataset;
import io.wellstream.trainer.memory.MemoryBudget;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.trainer.promotion.ServedModels;
import io.wellstream.trainer.run.TrainingLoop.Trained;
import io.wellstream.wire.Trace;
import io.wellstream.wire.keys.ObjectKeys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one claimed run from its manifest to its published model, or publishes one checkpoint of a run that has ended. */
public final class RunTrainer {
    private static final Logger LOG = LoggerFactory.getLogger(RunTrainer.class);

    private final Engines engines;
    private final BatchFeeds.Exchange exchange;
    private final TrainerMeters meters;
    private final String trainer;
    private final String codeRevision;
    private final MemoryBudget memory;

    public RunTrainer(
            Engines engines,
            MemoryBudget memory,
            BatchFeeds.Exchange exchange,
            TrainerMeters meters,
            String trainer,
            String codeRevision) {
        this.engines = engines;
        this.memory = memory;
        this.exchange = exchange;
        this.meters = meters;
        this.trainer = trainer;
        this.codeRevision = codeRevision;
    }

    /** Decides whether there is memory for a run. */
    public MemoryBudget memory() {
        return memory;
    }

    /** What a run must wait for because no engine of this trainer can train it; empty if one can. */
    Optional<String> missingEngine(RunRecord record) {
        return engines.missingFor(record.getSpecification());
    }

    private Engine engine(RunRecord record) {
        return engines.forRun(record.getSpecification())
                .orElseThrow(() -> new IllegalStateException("no engine for run " + record.getRun()));
    }

    /**
     * Trains and publishes.
     *
     * @param tables gives the data set as it is now; called only if the run has no manifest that can be read
     * @param served decides whether the model is served
     */
    RunRecord train(RunRecord record, ClaimedRun run, Supplier<LiveDataset> tables, ServedModels served)
            throws InterruptedException {
        Bound bound = bound(record, RunManifest.of(record, run, tables), run, tables);
        RunManifest.Name manifest = bound.manifest();
        RunPlan plan = bound.plan();
        BatchFeeds feeds = feeds(plan, run);
        Engine engine = engine(record);
        TrainingCheckpoints checkpoints =
                new TrainingCheckpoints(plan, engine, run, exchange.clock().nanos());
        Trained trained = new TrainingLoop(plan, run, feeds, checkpoints, meters)
                .train(firstStep -> started(record, manifest.object(), plan, run, firstStep));
        RunFinished finished = publish(trained, publisher(plan, manifest, run, feeds, served));
        RunRecord ended = record.toBuilder().setFinished(finished).build();
        report(ended, trained, run);
        return ended;
    }

    /**
     * Publishes the checkpoint that the record names, and returns the record with the name of the model.
     *
     * @param tables as for {@link #train}
     */
    RunRecord publish(RunRecord record, ClaimedRun run, Supplier<LiveDataset> tables, ServedModels served)
            throws InterruptedException {
        Bound bound = bound(record, RunManifest.ofEnded(record, run, tables), run, tables);
        RunManifest.Name manifest = bound.manifest();
        long step = record.getPublication().getStep();
        CheckpointComplete checkpoint = run.checkpoints()
                .recordOf(step)
                .orElseThrow(() -> new RefusedRunException("the run has no checkpoint of step " + step));
        RunPlan plan = bound.plan();
        BatchFeeds feeds = feeds(plan, run);
        RunFinished published = publish(new Trained(checkpoint, step), publisher(plan, manifest, run, feeds, served));
        RunRecord.Builder ended = record.toBuilder();
        ended.getPublicationBuilder()
                .setModel(published.getModel().isEmpty() ? run.id().name() : published.getModel())
                .setCard(published.getCard())
                .setPromotion(published.getPromotion());
        return ended.build();
    }

    private BatchFeeds feeds(RunPlan plan, ClaimedRun run) {
        return new BatchFeeds(plan, run, exchange.holding(run.memory().window()), meters);
    }

    /** The plan of a run whose checkpoints are bound to its specification and its manifest, which is not kept in memory. */
    private record Bound(RunManifest.Name manifest, RunPlan plan) {}

    private static Bound bound(RunRecord record, RunManifest manifest, ClaimedRun run, Supplier<LiveDataset> tables)
            throws InterruptedException {
        if (!run.checkpoints().bindTo(Origin.of(record, manifest.name().dataSha256()))) {
            throw RunManifest.reusedName(run);
        }
        RunPlan plan = RunPlan.of(
                run.id(),
                record.getSpecification(),
                RunIllumination.corrected(record.getSpecification(), manifest.dataSet(run, tables), run),
                LabelSource.of(record.getSpecification(), run::get));
        return new Bound(manifest.name(), plan);
    }

    private ModelPublisher publisher(
            RunPlan plan, RunManifest.Name manifest, ClaimedRun run, BatchFeeds feeds, ServedModels served) {
        Engine engine = engine(run.record());
        ModelCardWriter cards = new ModelCardWriter(plan, manifest, engine, codeRevision);
        return new ModelPublisher(plan, engine, run, feeds, cards, served);
    }

    private static RunFinished publish(Trained trained, ModelPublisher publisher) throws InterruptedException {
        return Trace.span(
                "publish model", Attributes.of(Trace.RUN, trained.last().getRun()), () -> publisher.publish(trained));
    }

    private void started(RunRecord record, ObjectRef manifest, RunPlan plan, ClaimedRun run, long firstStep) {
        RunStarted.Builder started = RunStarted.newBuilder()
                .setAttempt(run.attempt())
                .setTrainer(trainer)
                .setManifest(manifest)
                .setResumedFromStep(firstStep)
                .setMemory(run.memory().toMessage())
                .setDeaths(run.claim().deaths())
                .setLastError(run.claim().lastError());
        if (plan.transduction().getExperimentsCount() > 0) {
            started.setTransduction(plan.transduction());
            Transduction.warnings(plan.transduction()).forEach(each -> LOG.info("run={} {}", run.id(), each));
        }
        run.send(record.toBuilder().setStarted(started).build());
        LOG.info(
                "memory run={} needs=\"{}\" parts=\"{}\"",
                run.id(),
                run.memory(),
                run.memory().parts());
        LOG.info(
                "started run={} attempt={} from_step={} classes={} training={} validation={} test={} steps={}",
                run.id(),
                run.attempt(),
                firstStep,
                plan.examples().classes().size(),
                plan.examples().split().training(),
                plan.examples().split().validation(),
                plan.examples().split().test(),
                plan.steps());
    }

    /** Stores the results of all epochs permanently; the topic of the run events keeps them only for a month. */
    private static void report(RunRecord record, Trained trained, ClaimedRun run) {
        RunView report = RunView.newBuilder()
                .setRun(record)
                .setState("finished")
                .addAllEpochs(trained.last().getHistoryList())
                .build();
        byte[] json = MessageJson.of(report).getBytes(StandardCharsets.UTF_8);
        String name = record.getReopened() == 0 ? "report.json" : "report-" + record.getReopened() + ".json";
        byte[] unused = run.putOrRead(ObjectKeys.run(run.dataset(), run.id(), name), json);
    }
}
