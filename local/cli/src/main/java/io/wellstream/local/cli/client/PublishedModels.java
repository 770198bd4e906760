package io.wellstream.local.cli.client;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.Serving;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The models of a data set as the tables tell of them, and which of them somebody means. */
public record PublishedModels(DatasetId dataset, Collection<ModelPublished> models, Collection<Serving> servings) {
    private static final String ALL = "all";

    public PublishedModels {
        models = List.copyOf(models);
        servings = List.copyOf(servings);
    }

    public static PublishedModels read(SystemClient services, DatasetId dataset) {
        String prefix = MessageKeys.dataset(dataset);
        return new PublishedModels(
                dataset,
                services.table(Topics.MODELS, key -> key.startsWith(prefix)).values(),
                services.table(Topics.SERVING, key -> key.startsWith(prefix)).values());
    }

    /** The model that this run made, served or not. */
    public ModelPublished ofRun(String run) {
        return models.stream()
                .filter(model -> model.getRun().equals(run))
                .findFirst()
                .orElseThrow(() -> new UserError("run " + run + " has published no model of data set '" + dataset + "'"
                        + (models.isEmpty() ? "; no run has" : "; those that have: " + runs(models))));
    }

    /**
     * The one model that is served.
     *
     * @param cellType {@code all} for the model of all cell types; empty if there is but one served
     */
    public ModelPublished served(String cellType) {
        List<Serving> meant = servings.stream()
                .filter(serving -> cellType.isEmpty() || name(serving).equals(cellType))
                .toList();
        if (meant.isEmpty()) {
            throw new UserError("no model" + (cellType.isEmpty() ? "" : " of cell type " + cellType)
                    + " is served for data set '" + dataset + "'"
                    + (servings.isEmpty() ? "; train one first" : "; served: " + said(servings)));
        }
        if (meant.size() > 1) {
            throw new UserError("several models are served: " + said(meant) + "; name one with --cell-type or --run");
        }
        return ofRun(meant.getFirst().getRun());
    }

    private static String name(Serving serving) {
        return serving.getCellType().isEmpty() ? ALL : serving.getCellType();
    }

    private static String said(Collection<Serving> servings) {
        return servings.stream()
                .map(serving -> name(serving) + " (" + MessageKeys.target(serving.getTarget()) + ", run "
                        + serving.getRun() + ")")
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String runs(Collection<ModelPublished> models) {
        return models.stream().map(ModelPublished::getRun).sorted().collect(Collectors.joining(", "));
    }
}
