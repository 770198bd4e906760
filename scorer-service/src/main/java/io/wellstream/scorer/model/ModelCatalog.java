package io.wellstream.scorer.model;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.DescribeModelRequest;
import io.wellstream.proto.v1.ListModelsRequest;
import io.wellstream.proto.v1.ListModelsResponse;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ModelSummary;
import io.wellstream.scorer.call.RequestFields;
import io.wellstream.scorer.call.ScorerException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Lists and describes the published models. Cards are immutable, so each is read once. */
public final class ModelCatalog {
    private static final Comparator<ModelPublished> ORDER = Comparator.comparing(ModelPublished::getDataset)
            .thenComparing(ModelPublished::getCellType)
            .thenComparing(ModelPublished::getTarget)
            .thenComparingLong(ModelPublished::getPublishedAtMs)
            .thenComparing(ModelPublished::getRun);

    private static final int MAX_PAGE = 1_000;

    private final ServedModels models;
    private final ModelLoader loader;
    private final Map<ModelName, ModelCard> cards = new ConcurrentHashMap<>();

    public ModelCatalog(ServedModels models, ModelLoader loader) {
        this.models = models;
        this.loader = loader;
    }

    public ListModelsResponse list(ListModelsRequest request) {
        Optional<DatasetId> dataset = request.getDataset().isEmpty()
                ? Optional.empty()
                : Optional.of(RequestFields.dataset(request.getDataset()));
        List<ModelPublished> all = models.published().stream()
                .filter(model ->
                        dataset.map(d -> d.name().equals(model.getDataset())).orElse(true))
                .sorted(ORDER)
                .toList();
        int from = firstOfPage(request, all);
        int to = Math.min(all.size(), from + pageSize(request));
        return ListModelsResponse.newBuilder()
                .addAllModels(all.subList(from, to).stream().map(this::summary).toList())
                .setNextPageToken(
                        to == all.size() ? "" : ModelName.of(all.get(to - 1)).toString())
                .build();
    }

    private static int pageSize(ListModelsRequest request) {
        if (request.getPageSize() < 0 || request.getPageSize() > MAX_PAGE) {
            throw new ScorerException.InvalidRequest(
                    "page_size " + request.getPageSize() + "; expected 1 to " + MAX_PAGE + ", or 0 for that many");
        }
        return request.getPageSize() == 0 ? MAX_PAGE : request.getPageSize();
    }

    /** The index of the page's first model: the one after the model that the token names. */
    private static int firstOfPage(ListModelsRequest request, List<ModelPublished> all) {
        if (request.getPageToken().isEmpty()) {
            return 0;
        }
        for (int i = 0; i < all.size(); i++) {
            if (ModelName.of(all.get(i)).toString().equals(request.getPageToken())) {
                return i + 1;
            }
        }
        throw new ScorerException.InvalidRequest("page_token '" + request.getPageToken()
                + "' is not from this list, or its model has been deleted; start again without a token");
    }

    public ModelCard describe(DescribeModelRequest request) {
        ModelName name =
                new ModelName(RequestFields.dataset(request.getDataset()), RequestFields.run(request.getRun()));
        return card(models.require(name));
    }

    private ModelSummary summary(ModelPublished model) {
        return ModelSummary.newBuilder()
                .setDataset(model.getDataset())
                .setCellType(model.getCellType())
                .setTarget(model.getTarget())
                .setRun(model.getRun())
                .setServed(models.isServed(model))
                .setClasses(card(model).getClassesCount())
                .setPublishedAtMs(model.getPublishedAtMs())
                .build();
    }

    private ModelCard card(ModelPublished model) {
        return cards.computeIfAbsent(ModelName.of(model), name -> loader.card(model));
    }
}
