package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.client.ModelCards;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.summary.ServingSummary;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.Serving;
import io.wellstream.wire.kafka.Topics;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the published models. */
@Command(
        name = "models",
        description = {
            "List the published models, newest first, and which of them are served.",
            "The accuracies are those of the model cards, on the test and the validation experiments of each model."
        },
        footer = {"", "Examples:", "  ./wellstream models", "  ./wellstream models --dataset rxrx1"})
public final class ModelsVerb extends Verb {
    @Mixin
    private final SystemOption system = new SystemOption();

    @Option(names = "--dataset", paramLabel = "NAME", description = "Only the models of this data set.")
    private @Nullable String dataset;

    @Override
    public Integer call() {
        SystemClient client = system.client();
        Map<String, Serving> servings = client.table(Topics.SERVING, key -> true);
        List<Entry<String, ModelPublished>> models = client.table(Topics.MODELS, key -> true).entrySet().stream()
                .filter(model ->
                        dataset == null || model.getValue().getDataset().equals(dataset))
                .sorted(Comparator.comparingLong(model -> -model.getValue().getPublishedAtMs()))
                .toList();
        if (models.isEmpty()) {
            out().println("No model is published; see ./wellstream train --help");
        }
        for (Entry<String, ModelPublished> model : models) {
            String slot = model.getKey().substring(0, model.getKey().lastIndexOf('/'));
            out().println(ServingSummary.model(
                    model.getValue(),
                    ModelCards.read(client, model.getValue().getCard()),
                    Optional.ofNullable(servings.get(slot))));
        }
        return 0;
    }
}
