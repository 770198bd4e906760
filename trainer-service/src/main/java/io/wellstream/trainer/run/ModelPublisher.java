package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.PromotionDecision;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.ValidatedWell;
import io.wellstream.proto.v1.ValidationScores;
import io.wellstream.trainer.batches.BatchFeed;
import io.wellstream.trainer.checkpoint.Checkpoints.Checkpoint;
import io.wellstream.trainer.engine.CorruptCheckpointException;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.evaluation.Evaluated;
import io.wellstream.trainer.evaluation.Evaluation;
import io.wellstream.trainer.evaluation.Evaluator;
import io.wellstream.trainer.labels.Prediction;
import io.wellstream.trainer.labels.Predictions;
import io.wellstream.trainer.plan.EvaluationBatch;
import io.wellstream.trainer.plan.PlannedBatch;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.trainer.promotion.Fitness;
import io.wellstream.trainer.promotion.ModelCards;
import io.wellstream.trainer.promotion.ServedModels;
import io.wellstream.trainer.run.TrainingLoop.Trained;
import io.wellstream.wire.Floats;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.store.ObjectFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a trained network into a published model: evaluates it, stores its files and its card, and announces it. All of
 * that is computed from the chosen checkpoint, so a trainer that takes over half-way publishes the same model.
 */
final class ModelPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(ModelPublisher.class);

    private final RunPlan plan;
    private final Engine engine;
    private final ClaimedRun run;
    private final BatchFeeds feeds;
    private final ModelCardWriter cards;
    private final ServedModels served;
    private RunId name;

    private record Chosen(Checkpoint checkpoint, Network network) implements AutoCloseable {
        @Override
        public void close() {
            network.close();
            checkpoint.close();
        }
    }

    ModelPublisher(
            RunPlan plan, Engine engine, ClaimedRun run, BatchFeeds feeds, ModelCardWriter cards, ServedModels served) {
        this.plan = plan;
        this.engine = engine;
        this.run = run;
        this.feeds = feeds;
        this.cards = cards;
        this.served = served;
        this.name = run.id();
    }

    /** Evaluates the chosen network, stores its files and its card, and announces it. */
    RunFinished publish(Trained trained) throws InterruptedException {
        try (Chosen chosen = chosen(trained)) {
            return publish(trained, chosen);
        }
    }

    private RunFinished publish(Trained trained, Chosen chosen) throws InterruptedException {
        CheckpointComplete complete = chosen.checkpoint().complete();
        Network network = chosen.network();
        ModelPublished.Builder model = putNetworks(network, complete.getStep());
        ModelCard card;
        try (Evaluated evaluated = Evaluated.by(plan.examples().answers(), run::spool)) {
            evaluate(network, evaluated);
            card = decided(
                    withHistory(cards.card(trained, complete, evaluated, network.batchNorms()), trained, complete),
                    trained,
                    evaluated);
            putAnswers(evaluated, card, model);
        }
        putState(network, model);
        byte[] first = run.putOrRead(key("card.json"), MessageJson.of(card).getBytes(StandardCharsets.UTF_8));
        model.setCard(key("card.json").refTo(first));
        PromotionDecision promotion = announce(model, ModelCards.parse(first));
        RunFinished.Builder finished = RunFinished.newBuilder()
                .setAttempt(run.attempt())
                .setSteps(trained.last().getStep())
                .setCard(model.getCard())
                .setParametersSha256(complete.getParametersSha256())
                .setBitExact(trained.last().getBitExact())
                .setPromotion(promotion)
                .setModel(isNamedAsRun() ? "" : name.name());
        if (card.hasTransduction()) {
            finished.setTransduction(card.getTransduction());
        }
        return finished.build();
    }

    /** Puts what the network answers for the wells that it was evaluated on. */
    private void putAnswers(Evaluated evaluated, ModelCard card, ModelPublished.Builder model) {
        if (evaluated.validation().size() > 0) {
            model.setValidation(putFirst("validation.scores", scores(evaluated.validation(), card.getTemperature())));
        }
        List<Prediction> predictions = Stream.of(evaluated.test(), evaluated.testPart())
                .flatMap(set -> set.predictions(card.getTemperature()).stream())
                .toList();
        if (!predictions.isEmpty()) {
            model.setTest(putFirst(
                    "test.predictions", Predictions.message(card, predictions).toByteArray()));
        }
    }

    /** The checkpoint to publish, or the last one if that one cannot be read. */
    private Chosen chosen(Trained trained) {
        for (long step : new long[] {trained.chosenStep(), trained.last().getStep()}) {
            Optional<Checkpoint> checkpoint = run.checkpoints().of(step);
            if (checkpoint.isPresent()) {
                try {
                    return new Chosen(
                            checkpoint.get(),
                            engine.restore(checkpoint.get().network().path(), step));
                } catch (CorruptCheckpointException e) {
                    checkpoint.get().close();
                    LOG.warn("unreadable checkpoint run={} step={} reason={}", run.id(), step, e.getMessage());
                }
            }
        }
        throw new RefusedRunException("the checkpoint of step " + trained.chosenStep() + " cannot be read");
    }

    /** Puts the forms of the network that scorers read. */
    private ModelPublished.Builder putNetworks(Network network, long step) throws InterruptedException {
        ModelPublished.Builder model = ModelPublished.newBuilder();
        try (ObjectFile onnx = run.spool(network::toOnnx)) {
            name = nameFor(onnx, step);
            model.setOnnx(run.put(key("model.onnx"), onnx));
        }
        if (!network.batchNorms().isEmpty()) {
            try (ObjectFile measuring = run.spool(network::toMeasuringOnnx)) {
                model.setMeasuringOnnx(run.put(key("measuring.onnx"), measuring));
            }
        }
        return model;
    }

    /** Puts the forms from which training can go on: one that any engine reads, and the one of the engine's library. */
    private void putState(Network network, ModelPublished.Builder model) throws InterruptedException {
        try (ObjectFile state = run.spool(network::save)) {
            model.setNetwork(run.put(key("model.safetensors"), state));
        }
        Optional<Network.LibraryFile> library = network.libraryFile();
        if (library.isPresent()) {
            try (ObjectFile zip = run.spool(library.get()::writeTo)) {
                model.setDl4J(run.put(key("model.zip"), zip));
            }
        }
    }

    /** The run's name, unless the run has already published another network under it. */
    private RunId nameFor(ObjectFile onnx, long step) {
        return run.isFreeFor(key("model.onnx"), onnx) ? run.id() : ModelNames.of(run.id(), step);
    }

    private boolean isNamedAsRun() {
        return name.equals(run.id());
    }

    /** The card with the model's name and with what happened to the run. */
    private ModelCard withHistory(ModelCard card, Trained trained, CheckpointComplete chosen) {
        ModelCard.Builder named = card.toBuilder()
                .setRun(name.name())
                .setTrainedBy(isNamedAsRun() ? "" : run.id().name())
                .setChosenBy(run.record().hasPublication() ? "request" : card.getChosenBy())
                .addAllResumptions(run.record().getResumptionsList());
        if (chosen.getStep() != trained.chosenStep()) {
            named.setChosenBy("last step");
            named.addWarnings("the best checkpoint, of step " + trained.chosenStep()
                    + ", could not be read: this is the last one");
        }
        if (chosen.getRateHalvings() > 0) {
            named.addWarnings("training diverged: it went back to an earlier step and halved the learning rate "
                    + chosen.getRateHalvings() + (chosen.getRateHalvings() == 1 ? " time" : " times"));
        }
        run.record().getResumptionsList().forEach(resumption -> named.addWarnings(Resumptions.describe(resumption)));
        return named.build();
    }

    /** The card with the decision whether the model is to be served. */
    private ModelCard decided(ModelCard card, Trained trained, Evaluated evaluated) {
        String unfit = Fitness.unfit(
                        trained.last(), plan.examples(), evaluated.validation().predictions(card.getTemperature()))
                .orElse("");
        ModelCard judged = card.toBuilder().setUnfit(unfit).build();
        return judged.toBuilder().setPromotion(served.decide(judged)).build();
    }

    private void evaluate(Network network, Evaluated evaluated) throws InterruptedException {
        int known = plan.validationBatches() + plan.testBatches();
        int batches = known + plan.testPartBatches();
        if (batches == 0) {
            return;
        }
        try (BatchFeed feed = feeds.open(0, batches, ModelPublisher::evaluationBatch)) {
            Evaluator evaluator = new Evaluator(network);
            for (int i = 0; i < batches; i++) {
                Evaluation into = i < plan.validationBatches()
                        ? evaluated.validation()
                        : i < known ? evaluated.test() : evaluated.testPart();
                EvaluationBatch planned = plan.evaluated(evaluationBatch(i));
                evaluator.take(planned, plan.evaluated(planned, feeds.take(feed)), into);
            }
        }
    }

    private static PlannedBatch evaluationBatch(long index) {
        return new PlannedBatch(Phase.PHASE_VALIDATE, 0, Math.toIntExact(index));
    }

    /** The network's probabilities for the validation wells, or a sample of very many, so that a scorer can be compared with the trainer. */
    private byte[] scores(Evaluation validation, double temperature) {
        ValidationScores.Builder scores = ValidationScores.newBuilder().setRun(name.name());
        validation.probabilities(
                validation.sampled(),
                temperature,
                (well, probabilities) -> scores.addWells(ValidatedWell.newBuilder()
                        .setWell(WellKeys.of(well))
                        .addAllProbabilities(Floats.list(probabilities))));
        return scores.build().toByteArray();
    }

    /**
     * Puts an object unless an earlier attempt has put one, and refers to the one that is there. Results that depend on
     * the machine may differ between attempts in their last bits.
     */
    private ObjectRef putFirst(String file, byte[] bytes) {
        return key(file).refTo(run.putOrRead(key(file), bytes));
    }

    private PromotionDecision announce(ModelPublished.Builder model, ModelCard card) {
        var specification = plan.specification();
        ModelPublished published = model.setDataset(run.dataset().name())
                .setCellType(specification.getCellType())
                .setTarget(specification.getTarget())
                .setRun(name.name())
                .setTrainedBy(isNamedAsRun() ? "" : run.id().name())
                .setPublishedAtMs(System.currentTimeMillis())
                .build();
        run.send(
                Topics.MODELS,
                MessageKeys.model(run.dataset(), cellType(), specification.getTarget(), name),
                published);
        return served.published(
                published,
                card,
                "run " + run.id() + ", attempt " + run.attempt(),
                (key, serving) -> run.send(
                        Topics.SERVING,
                        key,
                        serving.toBuilder().setAttempt(run.attempt()).build()));
    }

    private ObjectKey key(String file) {
        return ObjectKeys.model(run.dataset(), cellType(), name, file);
    }

    private Optional<CellType> cellType() {
        String cellType = plan.specification().getCellType();
        return cellType.isEmpty() ? Optional.empty() : Optional.of(new CellType(cellType));
    }
}
