package io.wellstream.trainer.run;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.api.common.Attributes;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.Manifest;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunStarted;
import io.wellstream.proto.v1.RunView;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.plan.DataSet;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.trainer.run.TrainingLoop.Trained;
import io.wellstream.wire.Trace;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one claimed run from its manifest to its published model. */
public final class RunTrainer {
    private static final Logger LOG = LoggerFactory.getLogger(RunTrainer.class);

    private final Engine engine;
    private final BatchFeeds.Exchange exchange;
    private final TrainerMeters meters;
    private final String trainer;
    private final String codeRevision;

    public RunTrainer(
            Engine engine, BatchFeeds.Exchange exchange, TrainerMeters meters, String trainer, String codeRevision) {
        this.engine = engine;
        this.exchange = exchange;
        this.meters = meters;
        this.trainer = trainer;
        this.codeRevision = codeRevision;
    }

    /**
     * Trains and publishes.
     *
     * @param fromTables makes the manifest from the tables; called only if the run has none yet
     */
    RunRecord train(RunRecord record, ClaimedRun run, Supplier<Manifest> fromTables) throws InterruptedException {
        ObjectRef manifest = manifest(run, fromTables);
        RunPlan plan = RunPlan.of(run.id(), record.getSpecification(), DataSet.of(read(manifest, run)));
        long resumedFrom = run.newestStep();
        run.send(record.toBuilder()
                .setStarted(RunStarted.newBuilder()
                        .setAttempt(run.attempt())
                        .setTrainer(trainer)
                        .setManifest(manifest)
                        .setResumedFromStep(resumedFrom))
                .build());
        LOG.info(
                "started run={} attempt={} from_step={} classes={} training={} validation={} test={} steps={}",
                run.id(),
                run.attempt(),
                resumedFrom,
                plan.examples().classes().size(),
                plan.examples().split().training(),
                plan.examples().split().validation(),
                plan.examples().split().test(),
                plan.steps());
        BatchFeeds feeds = new BatchFeeds(plan, run, exchange, meters);
        Trained trained = new TrainingLoop(plan, engine, run, feeds, meters).train();
        ModelPublisher publisher = new ModelPublisher(plan, manifest, engine, run, feeds, codeRevision);
        RunFinished finished = Trace.span(
                "publish model", Attributes.of(Trace.RUN, run.id().name()), () -> publisher.publish(trained));
        RunRecord ended = record.toBuilder().setFinished(finished).build();
        report(ended, trained, run);
        return ended;
    }

    /** Stores the results of all epochs for good: the topic of the run's events keeps them for a month only. */
    private static void report(RunRecord record, Trained trained, ClaimedRun run) {
        RunView report = RunView.newBuilder()
                .setRun(record)
                .setState("finished")
                .addAllEpochs(trained.last().getHistoryList())
                .build();
        byte[] json = MessageJson.of(report).getBytes(StandardCharsets.UTF_8);
        byte[] unused = run.putOrRead(ObjectKeys.run(run.dataset(), run.id(), "report.json"), json);
    }

    /** The manifest of the run. The first attempt makes and names it; later attempts read the same one. */
    private static ObjectRef manifest(ClaimedRun run, Supplier<Manifest> fromTables) {
        DatasetId dataset = run.dataset();
        ObjectKey name = ObjectKeys.run(dataset, run.id(), "manifest");
        try {
            var named = run.read(name);
            if (named.isPresent()) {
                return ObjectRef.parseFrom(named.get());
            }
            byte[] bytes = fromTables.get().toByteArray();
            ObjectRef made = run.put(ObjectKeys.manifest(dataset, Sha256.hexOf(bytes)), bytes);
            return ObjectRef.parseFrom(run.putOrRead(name, made.toByteArray()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("object " + name + " is not a reference to a manifest", e);
        }
    }

    private static Manifest read(ObjectRef manifest, ClaimedRun run) {
        try {
            return Manifest.parseFrom(run.get(manifest));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("object " + manifest.getKey() + " is not a manifest", e);
        }
    }
}
