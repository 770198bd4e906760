package io.wellstream.trainer.run;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.api.common.Attributes;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.Manifest;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunStarted;
import io.wellstream.proto.v1.RunView;
import io.wellstream.trainer.TrainerMeters;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.plan.DataSet;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.trainer.run.CellTypeTrainer.Trained;
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
    private final RunFeeds.Exchange exchange;
    private final TrainerMeters meters;
    private final String trainer;
    private final String codeRevision;

    public RunTrainer(
            Engine engine, RunFeeds.Exchange exchange, TrainerMeters meters, String trainer, String codeRevision) {
        this.engine = engine;
        this.exchange = exchange;
        this.meters = meters;
        this.trainer = trainer;
        this.codeRevision = codeRevision;
    }

    /**
     * Trains and publishes.
     *
     * @param table makes the manifest from the tables; asked only when the run has none yet
     */
    public RunRecord train(RunRecord run, RunEffects effects, Supplier<Manifest> table) throws InterruptedException {
        ObjectRef manifest = manifest(effects, table);
        RunPlan plan = RunPlan.of(effects.run(), run.getSpecification(), DataSet.of(read(manifest, effects)));
        long resumedFrom = effects.checkpoints()
                .newest()
                .map(checkpoint -> checkpoint.complete().getStep())
                .orElse(0L);
        effects.record(run.toBuilder()
                .setStarted(RunStarted.newBuilder()
                        .setAttempt(effects.attempt())
                        .setTrainer(trainer)
                        .setManifest(manifest)
                        .setResumedFromStep(resumedFrom))
                .build());
        LOG.info(
                "started run={} attempt={} from_step={} classes={} training={} validation={} test={} steps={}",
                effects.run(),
                effects.attempt(),
                resumedFrom,
                plan.examples().classes().size(),
                plan.examples().split().training(),
                plan.examples().split().validation(),
                plan.examples().split().test(),
                plan.steps());
        RunFeeds feeds = new RunFeeds(plan, effects, exchange, meters);
        Trained trained = new CellTypeTrainer(plan, engine, effects, feeds, meters).train();
        Publisher publisher = new Publisher(plan, manifest, engine, effects, feeds, codeRevision);
        RunFinished finished =
                Trace.span("publish model", Attributes.of(Trace.RUN, run.getRun()), () -> publisher.publish(trained));
        RunRecord record = run.toBuilder().setFinished(finished).build();
        report(record, trained, effects);
        return record;
    }

    /** What the run's events told, for good: the topic keeps them for a month only. */
    private static void report(RunRecord record, Trained trained, RunEffects effects) {
        RunView report = RunView.newBuilder()
                .setRun(record)
                .setState("finished")
                .addAllEpochs(trained.last().getHistoryList())
                .build();
        try {
            byte[] json = JsonFormat.printer().print(report).getBytes(StandardCharsets.UTF_8);
            byte[] unused = effects.putOrRead(ObjectKeys.run(effects.dataset(), effects.run(), "report.json"), json);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a run holds nothing that JSON cannot say", e);
        }
    }

    /** The manifest that the run's first attempt named; named for ever by whichever attempt comes first. */
    private static ObjectRef manifest(RunEffects effects, Supplier<Manifest> table) {
        DatasetId dataset = effects.dataset();
        ObjectKey name = ObjectKeys.run(dataset, effects.run(), "manifest");
        try {
            var named = effects.read(name);
            if (named.isPresent()) {
                return ObjectRef.parseFrom(named.get());
            }
            byte[] bytes = table.get().toByteArray();
            ObjectRef made = effects.put(ObjectKeys.manifest(dataset, Sha256.hexOf(bytes)), bytes);
            return ObjectRef.parseFrom(effects.putOrRead(name, made.toByteArray()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("object " + name + " is not the reference of a manifest", e);
        }
    }

    private static Manifest read(ObjectRef manifest, RunEffects effects) {
        try {
            return Manifest.parseFrom(effects.get(manifest));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("object " + manifest.getKey() + " is not a manifest", e);
        }
    }
}
