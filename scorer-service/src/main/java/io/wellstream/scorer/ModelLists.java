package io.wellstream.scorer;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.DescribeModelRequest;
import io.wellstream.proto.v1.ListModelsRequest;
import io.wellstream.proto.v1.ListModelsResponse;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ModelSummary;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Says which models there are. Cards are immutable, so each is read once. */
final class ModelLists {
    private static final Comparator<ModelPublished> ORDER = Comparator.comparing(ModelPublished::getDataset)
            .thenComparing(ModelPublished::getCellType)
            .thenComparing(ModelPublished::getTarget)
            .thenComparingLong(ModelPublished::getPublishedAtMs)
            .thenComparing(ModelPublished::getRun);

    private final ModelShelf shelf;
    private final ModelLoader loader;
    private final Map<ModelName, ModelCard> cards = new ConcurrentHashMap<>();

    ModelLists(ModelShelf shelf, ModelLoader loader) {
        this.shelf = shelf;
        this.loader = loader;
    }

    ListModelsResponse list(ListModelsRequest request) {
        Optional<DatasetId> dataset = request.getDataset().isEmpty()
                ? Optional.empty()
                : Optional.of(PredictQuestion.dataset(request.getDataset()));
        return ListModelsResponse.newBuilder()
                .addAllModels(shelf.published().stream()
                        .filter(model -> dataset.map(d -> d.name().equals(model.getDataset()))
                                .orElse(true))
                        .sorted(ORDER)
                        .map(this::summary)
                        .toList())
                .build();
    }

    ModelCard describe(DescribeModelRequest request) {
        ModelName name =
                new ModelName(PredictQuestion.dataset(request.getDataset()), PredictQuestion.run(request.getRun()));
        return card(shelf.require(name));
    }

    private ModelSummary summary(ModelPublished model) {
        return ModelSummary.newBuilder()
                .setDataset(model.getDataset())
                .setCellType(model.getCellType())
                .setTarget(model.getTarget())
                .setRun(model.getRun())
                .setServed(shelf.isServed(model))
                .setClasses(card(model).getClassesCount())
                .setPublishedAtMs(model.getPublishedAtMs())
                .build();
    }

    private ModelCard card(ModelPublished model) {
        return cards.computeIfAbsent(ModelName.of(model), name -> loader.card(model));
    }
}
