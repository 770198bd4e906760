package io.wellstream.trainer.run;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.BatchNorms;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.EpochSoFar;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.Serving;
import io.wellstream.proto.v1.ValidatedWell;
import io.wellstream.proto.v1.ValidationScores;
import io.wellstream.trainer.batches.BatchFeed;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.judge.Evaluation;
import io.wellstream.trainer.judge.Metrics;
import io.wellstream.trainer.judge.Temperature;
import io.wellstream.trainer.plan.PlannedBatch;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.trainer.run.CellTypeTrainer.Trained;
import io.wellstream.trainer.run.Checkpoints.Checkpoint;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.WellKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Makes a trained network a model: judged, described and announced. Everything published is read back from the chosen
 * checkpoint, so that a trainer that takes over in the middle publishes the same.
 */
public final class Publisher {
    private final RunPlan plan;
    private final ObjectRef manifest;
    private final Engine engine;
    private final RunEffects effects;
    private final RunFeeds feeds;
    private final String codeRevision;

    public Publisher(
            RunPlan plan, ObjectRef manifest, Engine engine, RunEffects effects, RunFeeds feeds, String codeRevision) {
        this.plan = plan;
        this.manifest = manifest;
        this.engine = engine;
        this.effects = effects;
        this.feeds = feeds;
        this.codeRevision = codeRevision;
    }

    private record Judged(Evaluation validation, Evaluation test) {}

    /** Judges the chosen network, puts its forms and its card, and announces it. */
    public RunFinished publish(Trained trained) throws InterruptedException {
        Checkpoint chosen = effects.checkpoints()
                .of(trained.chosenStep())
                .orElseThrow(() -> new IllegalStateException("the checkpoint of step " + trained.chosenStep()
                        + " of run " + effects.run() + " cannot be read"));
        ModelPublished.Builder model = ModelPublished.newBuilder();
        ModelCard card;
        try (Network network = engine.restore(chosen.network(), trained.chosenStep())) {
            model.setOnnx(effects.put(key("model.onnx"), network.toOnnx()));
            if (!network.batchNorms().isEmpty()) {
                model.setMeasuringOnnx(effects.put(key("measuring.onnx"), network.toMeasuringOnnx()));
            }
            Judged judged = judge(network);
            card = card(trained, chosen, judged).toBuilder()
                    .setBatchNorms(BatchNorms.newBuilder().addAllNames(network.batchNorms()))
                    .build();
            if (judged.validation().size() > 0) {
                model.setValidation(kept("validation.scores", scores(judged.validation(), card.getTemperature())));
            }
        }
        model.setDl4J(effects.put(key("model.zip"), chosen.network()));
        model.setCard(kept("card.json", json(card)));
        announce(model);
        return RunFinished.newBuilder()
                .setAttempt(effects.attempt())
                .setSteps(trained.last().getStep())
                .setCard(model.getCard())
                .setParametersSha256(chosen.complete().getParametersSha256())
                .setBitExact(trained.last().getBitExact())
                .build();
    }

    private Judged judge(Network network) throws InterruptedException {
        Evaluation validation = new Evaluation();
        Evaluation test = new Evaluation();
        int batches = plan.validationBatches() + plan.testBatches();
        if (batches == 0) {
            return new Judged(validation, test);
        }
        try (BatchFeed feed = feeds.open(0, batches, Publisher::judged)) {
            for (int i = 0; i < batches; i++) {
                float[][] logits = network.logits(feed.take(effects::checkGoesOn));
                (i < plan.validationBatches() ? validation : test).add(plan.examplesOf(judged(i)), logits);
            }
        }
        return new Judged(validation, test);
    }

    private static PlannedBatch judged(long index) {
        return new PlannedBatch(Phase.PHASE_VALIDATE, 0, Math.toIntExact(index));
    }

    private ModelCard card(Trained trained, Checkpoint chosen, Judged judged) {
        boolean calibrated = judged.validation().size() > 0;
        double temperature = calibrated ? Temperature.fit(judged.validation()) : Temperature.UNCALIBRATED;
        long seed = plan.specification().getSeed();
        EpochFinished lastEpoch = trained.last().getHistory(trained.last().getHistoryCount() - 1);
        ModelCard.Builder card = ModelCard.newBuilder()
                .setRun(effects.run().name())
                .setDataset(effects.dataset().name())
                .setCellType(plan.specification().getCellType())
                .setTarget(plan.specification().getTarget())
                .addAllClasses(plan.examples().classes())
                .setScreen(plan.data().screen())
                .setInput(plan.input())
                .setSpecification(plan.specification())
                .setManifestKey(manifest.getKey())
                .setManifestSha256(manifest.getSha256())
                .addAllTrainingExperiments(names(plan.examples().split().training()))
                .addAllValidationExperiments(names(plan.examples().split().validation()))
                .addAllTestExperiments(names(plan.examples().split().test()))
                .addAllWarnings(warnings(trained))
                .setTemperature(temperature)
                .setTemperatureSource(calibrated ? "validation" : "none")
                .setSteps(trained.chosenStep())
                .setParametersSha256(chosen.complete().getParametersSha256())
                .setCodeRevision(codeRevision)
                .setBackend(engine.describe())
                .setPlatform(System.getProperty("os.name") + "/" + System.getProperty("os.arch"))
                .setBitExact(trained.last().getBitExact())
                .setTrainedAtMs(lastEpoch.getFinishedAtMs());
        return card.addMetrics(Metrics.training(samplesOf(lastEpoch)))
                .addAllMetrics(Metrics.of("validation", judged.validation(), temperature, seed))
                .addAllMetrics(Metrics.of("test", judged.test(), temperature, seed))
                .build();
    }

    /** What the last epoch saw, from the shares that its event carries. */
    private EpochSoFar samplesOf(EpochFinished epoch) {
        long samples = 0;
        for (int index = 0; index < plan.batchesPerEpoch(); index++) {
            samples += plan.examplesOf(new PlannedBatch(Phase.PHASE_TRAIN, epoch.getEpoch(), index))
                    .size();
        }
        return EpochSoFar.newBuilder()
                .setSamples(samples)
                .setCorrect(Math.round(epoch.getTrainingAccuracy() * samples))
                .build();
    }

    private List<String> warnings(Trained trained) {
        List<String> warnings = new ArrayList<>(plan.warnings());
        if (plan.examples().split().test().isEmpty()) {
            warnings.add("no test experiments: no figure here says how the model does on unseen experiments");
        }
        if (plan.validationBatches() == 0) {
            warnings.add(
                    "no validation: trained for a fixed length, the last checkpoint taken, confidence uncalibrated");
        }
        if (plan.specification().getPartial()) {
            warnings.add("trained on what an unfinished ingest had published");
        }
        if (!trained.last().getBitExact()) {
            warnings.add("not bit-exact: resumed in another environment than it was begun in");
        }
        return warnings;
    }

    /** What the network said of the validation wells, so that anybody can hold a scorer against it. */
    private byte[] scores(Evaluation validation, double temperature) {
        ValidationScores.Builder scores =
                ValidationScores.newBuilder().setRun(effects.run().name());
        validation.probabilities(temperature).forEach((well, probabilities) -> {
            ValidatedWell.Builder one = ValidatedWell.newBuilder().setWell(WellKeys.of(well));
            for (double probability : probabilities) {
                one.addProbabilities((float) probability);
            }
            scores.addWells(one);
        });
        return scores.build().toByteArray();
    }

    /** The object that whoever came first has put there: what depends on the machine may differ in its last bits. */
    private ObjectRef kept(String name, byte[] bytes) {
        return key(name).refTo(effects.putOrRead(key(name), bytes));
    }

    private void announce(ModelPublished.Builder model) {
        long now = System.currentTimeMillis();
        var specification = plan.specification();
        effects.write(
                Topics.MODELS,
                MessageKeys.model(effects.dataset(), cellType(), specification.getTarget(), effects.run()),
                model.setDataset(effects.dataset().name())
                        .setCellType(specification.getCellType())
                        .setTarget(specification.getTarget())
                        .setRun(effects.run().name())
                        .setPublishedAtMs(now)
                        .build());
        if (specification.getPromote()) {
            effects.write(
                    Topics.SERVING,
                    MessageKeys.serving(effects.dataset(), cellType(), specification.getTarget()),
                    Serving.newBuilder()
                            .setDataset(effects.dataset().name())
                            .setCellType(specification.getCellType())
                            .setTarget(specification.getTarget())
                            .setRun(effects.run().name())
                            .setReason("published")
                            .setAtMs(now)
                            .build());
        }
    }

    private ObjectKey key(String name) {
        return ObjectKeys.model(effects.dataset(), cellType(), effects.run(), name);
    }

    private Optional<CellType> cellType() {
        String cellType = plan.specification().getCellType();
        return cellType.isEmpty() ? Optional.empty() : Optional.of(new CellType(cellType));
    }

    private static byte[] json(ModelCard card) {
        try {
            return JsonFormat.printer().print(card).getBytes(StandardCharsets.UTF_8);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a card holds nothing that JSON cannot say", e);
        }
    }

    private static List<String> names(Collection<ExperimentId> experiments) {
        return experiments.stream().map(ExperimentId::name).toList();
    }
}
