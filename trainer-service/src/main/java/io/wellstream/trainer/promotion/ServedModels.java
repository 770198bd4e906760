package io.wellstream.trainer.promotion;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelList;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ModelView;
import io.wellstream.proto.v1.PromotionDecision;
import io.wellstream.proto.v1.RollbackRequest;
import io.wellstream.proto.v1.Serving;
import io.wellstream.proto.v1.Target;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.MissingObjectException;
import io.wellstream.wire.store.ObjectStore;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Which model is served for each data set, cell type and target, and every change of it. Changes by one trainer are made one after
 * another, each on top of the one before.
 */
public final class ServedModels {
    private final Table<ModelPublished> models;
    private final Table<Serving> servings;
    private final MessageSender sender;
    private final ObjectStore store;

    /** The last record that this trainer wrote for each key, until the table has it. */
    private final Map<String, Serving> written = new ConcurrentHashMap<>();

    public ServedModels(
            Table<ModelPublished> models, Table<Serving> servings, MessageSender sender, ObjectStore store) {
        this.models = models;
        this.servings = servings;
        this.sender = sender;
        this.store = store;
    }

    /** All published models, newest first. */
    public ModelList list() {
        return ModelList.newBuilder()
                .addAllModels(models.under("").values().stream()
                        .sorted(Comparator.comparingLong(ModelPublished::getPublishedAtMs)
                                .reversed()
                                .thenComparing(ModelPublished::getRun))
                        .map(model -> ModelView.newBuilder()
                                .setModel(model)
                                .setServed(isServed(model))
                                .build())
                        .toList())
                .build();
    }

    /** Whether a model that is being published is to become the served one, by the cards of both. */
    public PromotionDecision decide(ModelCard candidate) {
        String key = key(candidate.getDataset(), candidate.getCellType(), candidate.getTarget());
        Optional<ModelPublished> served = current(key).flatMap(serving -> models.get(key + "/" + serving.getRun()));
        try {
            return Comparison.decide(candidate, served.map(this::card));
        } catch (MissingObjectException | CorruptObjectException | ModelCards.UnreadableException e) {
            return PromotionDecision.newBuilder()
                    .setServedRun(served.map(ModelPublished::getRun).orElse(""))
                    .setReason("the card of the served model cannot be read: " + e.getMessage())
                    .build();
        }
    }

    /**
     * Carries out the decision in the card of a model that has just been published. If another model has become the served one since,
     * it decides again.
     *
     * @param by who publishes it
     * @param writer writes the serving record
     * @return the decision that counts
     */
    public synchronized PromotionDecision published(
            ModelPublished model, ModelCard card, String by, BiConsumer<String, Serving> writer) {
        String key = key(model);
        Optional<Serving> before = current(key);
        String served = before.map(Serving::getRun).orElse("");
        PromotionDecision decision = card.hasPromotion() ? card.getPromotion() : decide(card);
        if (served.equals(model.getRun()) || !decision.getPromoted()) {
            return decision; // an earlier attempt or a person has promoted it, or nothing is to be done
        }
        if (!decision.getServedRun().equals(served)) {
            decision = decide(card);
        }
        if (decision.getPromoted()) {
            write(ServingChange.to(model, key, before, "published", by), decision.getReason(), writer);
        }
        return decision;
    }

    /**
     * Serves a published model. Promoting the served one changes nothing.
     *
     * @param force also if the model is unfit
     * @return empty if there is no such model
     * @throws RefusedPromotionException if the model is unfit
     */
    public synchronized Optional<Serving> promote(RunId run, boolean force, String caller) {
        Optional<ModelPublished> found = models.under("").values().stream()
                .filter(model -> model.getRun().equals(run.name()))
                .findAny();
        return found.map(model -> {
            String key = key(model);
            Optional<Serving> before = current(key);
            if (before.isPresent() && before.get().getRun().equals(run.name())) {
                return before.get();
            }
            String unfit = card(model).getUnfit();
            if (!unfit.isEmpty() && !force) {
                throw new RefusedPromotionException("the model of run '" + run + "' is not fit to be served: " + unfit
                        + "; force serves it all the same");
            }
            ServingChange change = ServingChange.to(model, key, before, "promote", caller);
            return write(change, unfit.isEmpty() ? "" : "forced: " + unfit, this::send);
        });
    }

    /**
     * Serves again what was served before. Repeated rollbacks go further back.
     *
     * @throws RefusedPromotionException if nothing was, or if it is unclear which served model is meant
     */
    public synchronized Serving rollback(RollbackRequest request, String caller) {
        List<Serving> meant = Stream.concat(servings.under("").keySet().stream(), written.keySet().stream())
                .distinct()
                .flatMap(key -> current(key).stream())
                .filter(serving -> isMeant(request, serving))
                .toList();
        if (meant.size() != 1) {
            throw new RefusedPromotionException(
                    meant.isEmpty()
                            ? "no such model is served"
                            : "several models are served: "
                                    + String.join(
                                            ", ",
                                            meant.stream()
                                                    .map(ServedModels::key)
                                                    .toList())
                                    + "; name the data set, the cell type and the target");
        }
        Serving before = meant.getFirst();
        String key = key(before);
        if (before.getEarlierCount() == 0) {
            throw new RefusedPromotionException(
                    "no model is recorded as served before run '" + before.getRun() + "' for " + key);
        }
        String run = before.getEarlier(0).getRun();
        if (models.get(key + "/" + run).isEmpty()) {
            throw new RefusedPromotionException(
                    "run '" + run + "', which was served before, has no published model; promote another run");
        }
        return write(ServingChange.back(key, before, caller), "", this::send);
    }

    private static boolean isMeant(RollbackRequest request, Serving serving) {
        return (request.getDataset().isEmpty() || request.getDataset().equals(serving.getDataset()))
                && (!request.hasCellType() || request.getCellType().equals(serving.getCellType()))
                && (request.getTarget() == Target.TARGET_UNSPECIFIED || request.getTarget() == serving.getTarget());
    }

    private Serving write(ServingChange change, String detail, BiConsumer<String, Serving> writer) {
        writer.accept(change.key(), change.after());
        written.put(change.key(), change.after());
        change.audit(detail);
        return change.after();
    }

    private void send(String key, Serving serving) {
        sender.sendAndWait(Topics.SERVING, key, serving);
    }

    private boolean isServed(ModelPublished model) {
        return current(key(model))
                .map(serving -> serving.getRun().equals(model.getRun()))
                .orElse(false);
    }

    /** What the table says, unless it has not received this trainer's last change yet. */
    private Optional<Serving> current(String key) {
        Optional<Serving> known = servings.get(key);
        Optional<Serving> own = Optional.ofNullable(written.get(key));
        boolean ownIsNewer = own.isPresent()
                && (known.isEmpty() || known.get().getAtMs() <= own.get().getAtMs());
        return ownIsNewer ? own : known;
    }

    private ModelCard card(ModelPublished model) {
        return ModelCards.parse(store.get(model.getCard()));
    }

    private static String key(ModelPublished model) {
        return key(model.getDataset(), model.getCellType(), model.getTarget());
    }

    private static String key(Serving serving) {
        return key(serving.getDataset(), serving.getCellType(), serving.getTarget());
    }

    private static String key(String dataset, String cellType, Target target) {
        return MessageKeys.serving(
                new DatasetId(dataset),
                cellType.isEmpty() ? Optional.empty() : Optional.of(new CellType(cellType)),
                target);
    }
}
