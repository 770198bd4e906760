package io.wellstream.trainer.run;

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
import io.wellstream.trainer.checkpoint.Checkpoints.Checkpoint;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.evaluation.Evaluation;
import io.wellstream.trainer.evaluation.Metrics;
import io.wellstream.trainer.evaluation.Temperature;
import io.wellstream.trainer.plan.PlannedBatch;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.trainer.run.TrainingLoop.Trained;
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
 * Turns a trained network into a published model: evaluates it, stores its files and its card, and announces it. All of
 * that is computed from the chosen checkpoint, so a trainer that takes over half-way publishes the same model.
 */
final class ModelPublisher {
    private final RunPlan plan;
    private final ObjectRef manifest;
    private final Engine engine;
    private final ClaimedRun run;
    private final BatchFeeds feeds;
    private final String codeRevision;

    ModelPublisher(
            RunPlan plan, ObjectRef manifest, Engine engine, ClaimedRun run, BatchFeeds feeds, String codeRevision) {
        this.plan = plan;
        this.manifest = manifest;
        this.engine = engine;
        this.run = run;
        this.feeds = feeds;
        this.codeRevision = codeRevision;
    }

    private record Evaluated(Evaluation validation, Evaluation test) {}

    /** Evaluates the chosen network, stores its files and its card, and announces it. */
    RunFinished publish(Trained trained) throws InterruptedException {
        try (Checkpoint chosen = run.checkpoints()
                .of(trained.chosenStep())
                .orElseThrow(() -> new IllegalStateException("the checkpoint of step " + trained.chosenStep()
                        + " of run " + run.id() + " cannot be read"))) {
            return publish(trained, chosen);
        }
    }

    private RunFinished publish(Trained trained, Checkpoint chosen) throws InterruptedException {
        ModelPublished.Builder model = ModelPublished.newBuilder();
        ModelCard card;
        try (Network network = engine.restore(chosen.network().path(), trained.chosenStep())) {
            model.setOnnx(run.put(key("model.onnx"), network::toOnnx));
            if (!network.batchNorms().isEmpty()) {
                model.setMeasuringOnnx(run.put(key("measuring.onnx"), network::toMeasuringOnnx));
            }
            Evaluated evaluated = evaluate(network);
            card = card(trained, chosen, evaluated).toBuilder()
                    .setBatchNorms(BatchNorms.newBuilder().addAllNames(network.batchNorms()))
                    .build();
            if (evaluated.validation().size() > 0) {
                model.setValidation(
                        putFirst("validation.scores", scores(evaluated.validation(), card.getTemperature())));
            }
        }
        model.setDl4J(run.put(key("model.zip"), chosen.network()));
        model.setCard(putFirst("card.json", MessageJson.of(card).getBytes(StandardCharsets.UTF_8)));
        announce(model);
        return RunFinished.newBuilder()
                .setAttempt(run.attempt())
                .setSteps(trained.last().getStep())
                .setCard(model.getCard())
                .setParametersSha256(chosen.complete().getParametersSha256())
                .setBitExact(trained.last().getBitExact())
                .build();
    }

    private Evaluated evaluate(Network network) throws InterruptedException {
        Evaluation validation = new Evaluation();
        Evaluation test = new Evaluation();
        int batches = plan.validationBatches() + plan.testBatches();
        if (batches == 0) {
            return new Evaluated(validation, test);
        }
        try (BatchFeed feed = feeds.open(0, batches, ModelPublisher::evaluationBatch)) {
            for (int i = 0; i < batches; i++) {
                float[][] logits = network.logits(feed.take(run::checkContinue));
                (i < plan.validationBatches() ? validation : test).add(plan.examplesOf(evaluationBatch(i)), logits);
            }
        }
        return new Evaluated(validation, test);
    }

    private static PlannedBatch evaluationBatch(long index) {
        return new PlannedBatch(Phase.PHASE_VALIDATE, 0, Math.toIntExact(index));
    }

    private ModelCard card(Trained trained, Checkpoint chosen, Evaluated evaluated) {
        boolean calibrated = evaluated.validation().size() > 0;
        double temperature = calibrated ? Temperature.fit(evaluated.validation()) : Temperature.UNCALIBRATED;
        long seed = plan.specification().getSeed();
        EpochFinished lastEpoch = trained.last().getHistory(trained.last().getHistoryCount() - 1);
        return ModelCard.newBuilder()
                .setRun(run.id().name())
                .setDataset(run.dataset().name())
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
                .setTrainedAtMs(lastEpoch.getFinishedAtMs())
                .addMetrics(Metrics.training(samplesOf(lastEpoch)))
                .addAllMetrics(Metrics.of("validation", evaluated.validation(), temperature, seed))
                .addAllMetrics(Metrics.of("test", evaluated.test(), temperature, seed))
                .build();
    }

    /** The numbers of samples and of hits in an epoch, recomputed from the plan and the accuracy in the epoch's event. */
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
            warnings.add("no validation: trained for a fixed length, published the last checkpoint, and left the"
                    + " confidence uncalibrated");
        }
        if (plan.specification().getPartial()) {
            warnings.add("trained on a data set whose ingest had not finished");
        }
        if (!trained.last().getBitExact()) {
            warnings.add("not bit-exact: the run was resumed in another environment than the one it began in");
        }
        return warnings;
    }

    /** The network's probabilities for the validation wells, so that a scorer can be compared with the trainer. */
    private byte[] scores(Evaluation validation, double temperature) {
        ValidationScores.Builder scores =
                ValidationScores.newBuilder().setRun(run.id().name());
        validation.probabilities(temperature).forEach((well, probabilities) -> {
            ValidatedWell.Builder one = ValidatedWell.newBuilder().setWell(WellKeys.of(well));
            for (double probability : probabilities) {
                one.addProbabilities((float) probability);
            }
            scores.addWells(one);
        });
        return scores.build().toByteArray();
    }

    /**
     * Puts an object unless an earlier attempt has put one, and refers to the one that is there. Results that depend on
     * the machine may differ between attempts in their last bits.
     */
    private ObjectRef putFirst(String name, byte[] bytes) {
        return key(name).refTo(run.putOrRead(key(name), bytes));
    }

    private void announce(ModelPublished.Builder model) {
        long now = System.currentTimeMillis();
        var specification = plan.specification();
        run.send(
                Topics.MODELS,
                MessageKeys.model(run.dataset(), cellType(), specification.getTarget(), run.id()),
                model.setDataset(run.dataset().name())
                        .setCellType(specification.getCellType())
                        .setTarget(specification.getTarget())
                        .setRun(run.id().name())
                        .setPublishedAtMs(now)
                        .build());
        if (specification.getPromote()) {
            run.send(
                    Topics.SERVING,
                    MessageKeys.serving(run.dataset(), cellType(), specification.getTarget()),
                    Serving.newBuilder()
                            .setDataset(run.dataset().name())
                            .setCellType(specification.getCellType())
                            .setTarget(specification.getTarget())
                            .setRun(run.id().name())
                            .setReason("published")
                            .setAtMs(now)
                            .build());
        }
    }

    private ObjectKey key(String name) {
        return ObjectKeys.model(run.dataset(), cellType(), run.id(), name);
    }

    private Optional<CellType> cellType() {
        String cellType = plan.specification().getCellType();
        return cellType.isEmpty() ? Optional.empty() : Optional.of(new CellType(cellType));
    }

    private static List<String> names(Collection<ExperimentId> experiments) {
        return experiments.stream().map(ExperimentId::name).toList();
    }
}
