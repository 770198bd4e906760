package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.CellType;
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
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.evaluation.Evaluation;
import io.wellstream.trainer.plan.PlannedBatch;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.trainer.promotion.Fitness;
import io.wellstream.trainer.promotion.ModelCards;
import io.wellstream.trainer.promotion.ServedModels;
import io.wellstream.trainer.run.ModelCardWriter.Evaluated;
import io.wellstream.trainer.run.TrainingLoop.Trained;
import io.wellstream.wire.Floats;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.WellKeys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Turns a trained network into a published model: evaluates it, stores its files and its card, and announces it. All of
 * that is computed from the chosen checkpoint, so a trainer that takes over half-way publishes the same model.
 */
final class ModelPublisher {
    private final RunPlan plan;
    private final Engine engine;
    private final ClaimedRun run;
    private final BatchFeeds feeds;
    private final ModelCardWriter cards;
    private final ServedModels served;

    ModelPublisher(
            RunPlan plan, Engine engine, ClaimedRun run, BatchFeeds feeds, ModelCardWriter cards, ServedModels served) {
        this.plan = plan;
        this.engine = engine;
        this.run = run;
        this.feeds = feeds;
        this.cards = cards;
        this.served = served;
    }

    /** Evaluates the chosen network, stores its files and its card, and announces it. */
    RunFinished publish(Trained trained) throws InterruptedException {
        Checkpoint chosen = run.checkpoints()
                .of(trained.chosenStep())
                .orElseThrow(() -> new IllegalStateException(
                        "the checkpoint of step " + trained.chosenStep() + " of run " + run.id() + " cannot be read"));
        ModelPublished.Builder model = ModelPublished.newBuilder();
        ModelCard card;
        try (Network network = engine.restore(chosen.network(), trained.chosenStep())) {
            model.setOnnx(run.put(key("model.onnx"), network.toOnnx()));
            if (!network.batchNorms().isEmpty()) {
                model.setMeasuringOnnx(run.put(key("measuring.onnx"), network.toMeasuringOnnx()));
            }
            Evaluated evaluated = evaluate(network);
            card = decided(cards.card(trained, chosen, evaluated, network.batchNorms()), trained, evaluated);
            if (evaluated.validation().size() > 0) {
                model.setValidation(
                        putFirst("validation.scores", scores(evaluated.validation(), card.getTemperature())));
            }
        }
        model.setDl4J(run.put(key("model.zip"), chosen.network()));
        byte[] first = run.putOrRead(key("card.json"), MessageJson.of(card).getBytes(StandardCharsets.UTF_8));
        model.setCard(key("card.json").refTo(first));
        PromotionDecision promotion = announce(model, ModelCards.parse(first));
        return RunFinished.newBuilder()
                .setAttempt(run.attempt())
                .setSteps(trained.last().getStep())
                .setCard(model.getCard())
                .setParametersSha256(chosen.complete().getParametersSha256())
                .setBitExact(trained.last().getBitExact())
                .setPromotion(promotion)
                .build();
    }

    /** The card with the decision whether the model is to be served. */
    private ModelCard decided(ModelCard card, Trained trained, Evaluated evaluated) {
        String unfit = Fitness.unfit(
                        trained.last(), plan.examples(), evaluated.validation().probabilities(card.getTemperature()))
                .orElse("");
        ModelCard judged = card.toBuilder().setUnfit(unfit).build();
        return judged.toBuilder().setPromotion(served.decide(judged)).build();
    }

    private Evaluated evaluate(Network network) throws InterruptedException {
        Evaluation validation = new Evaluation(plan.examples().answers());
        Evaluation test = new Evaluation(plan.examples().answers());
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

    /** The network's probabilities for the validation wells, so that a scorer can be compared with the trainer. */
    private byte[] scores(Evaluation validation, double temperature) {
        ValidationScores.Builder scores =
                ValidationScores.newBuilder().setRun(run.id().name());
        validation
                .probabilities(temperature)
                .forEach((well, probabilities) -> scores.addWells(ValidatedWell.newBuilder()
                        .setWell(WellKeys.of(well))
                        .addAllProbabilities(Floats.list(probabilities))));
        return scores.build().toByteArray();
    }

    /**
     * Puts an object unless an earlier attempt has put one, and refers to the one that is there. Results that depend on
     * the machine may differ between attempts in their last bits.
     */
    private ObjectRef putFirst(String name, byte[] bytes) {
        return key(name).refTo(run.putOrRead(key(name), bytes));
    }

    private PromotionDecision announce(ModelPublished.Builder model, ModelCard card) {
        var specification = plan.specification();
        ModelPublished published = model.setDataset(run.dataset().name())
                .setCellType(specification.getCellType())
                .setTarget(specification.getTarget())
                .setRun(run.id().name())
                .setPublishedAtMs(System.currentTimeMillis())
                .build();
        run.send(
                Topics.MODELS,
                MessageKeys.model(run.dataset(), cellType(), specification.getTarget(), run.id()),
                published);
        return served.published(
                published,
                card,
                "run " + run.id() + ", attempt " + run.attempt(),
                (key, serving) -> run.send(Topics.SERVING, key, serving));
    }

    private ObjectKey key(String name) {
        return ObjectKeys.model(run.dataset(), cellType(), run.id(), name);
    }

    private Optional<CellType> cellType() {
        String cellType = plan.specification().getCellType();
        return cellType.isEmpty() ? Optional.empty() : Optional.of(new CellType(cellType));
    }
}
