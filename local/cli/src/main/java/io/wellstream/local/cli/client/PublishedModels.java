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

/** The published models of a data set, and how a command chooses one of them. */
public record PublishedModels(DatasetId dataset, Collection<ModelPublished> models, Collection<Serving> servings) {
    private static final String ALL = "all";

    public PublishedModels {
        models = List.copyOf(models);
        servings = List.copyOf(servings);
    }

    /** Throws a {@link UserError} if the data set does not exist. */
    public static PublishedModels read(SystemClient client, DatasetId dataset) {
        String prefix = MessageKeys.dataset(dataset);
        PublishedModels published = new PublishedModels(
                dataset,
                client.table(Topics.MODELS, key -> key.startsWith(prefix)).values(),
                client.table(Topics.SERVING, key -> key.startsWith(prefix)).values());
        if (published.models.isEmpty()) {
            DataSets.read(client).require(dataset);
        }
        return published;
    }

    /** The model that a run has published, served or not. */
    public ModelPublished ofRun(String run) {
        return models.stream()
                .filter(model -> model.getRun().equals(run))
                .findFirst()
                .orElseThrow(() -> new UserError("run '" + run + "' has published no model of data set '" + dataset
                        + "'; runs that have: " + UserError.closest(run, runs())));
    }

    /**
     * The served model.
     *
     * @param cellType {@code all} for the model of all cell types; empty for the only served model
     */
    public ModelPublished served(String cellType) {
        List<Serving> meant = servings.stream()
                .filter(serving -> cellType.isEmpty() || name(serving).equals(cellType))
                .toList();
        if (meant.isEmpty()) {
            throw new UserError("no model" + (cellType.isEmpty() ? "" : " of cell type '" + cellType + "'")
                    + " is served for data set '" + dataset + "'"
                    + (servings.isEmpty() ? "; train one first" : "; served: " + described(servings)));
        }
        if (meant.size() > 1) {
            throw new UserError(
                    "several models are served: " + described(meant) + "; name one with --cell-type or --run");
        }
        return ofRun(meant.getFirst().getRun());
    }

    private static String name(Serving serving) {
        return serving.getCellType().isEmpty() ? ALL : serving.getCellType();
    }

    private static String described(Collection<Serving> servings) {
        return servings.stream()
                .map(serving -> name(serving) + " (" + MessageKeys.target(serving.getTarget()) + ", run "
                        + serving.getRun() + ")")
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private List<String> runs() {
        return models.stream().map(ModelPublished::getRun).toList();
    }
}
