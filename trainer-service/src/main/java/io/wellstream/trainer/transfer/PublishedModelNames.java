package io.wellstream.trainer.transfer;

import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.kafka.Table;
import java.util.List;
import java.util.stream.Collectors;

/** Finds published models by what a run calls them: by name, or by data set and name where several data sets have a model of that name. */
record PublishedModelNames(Table<ModelPublished> models) {
    /**
     * The model of this name.
     *
     * @param key the setting that names it
     * @throws RefusedRunException if there is no such model, or no single one
     */
    ModelPublished find(String key, String name, RunSpecification run) {
        List<ModelPublished> named = models.under("").values().stream()
                .filter(model -> name.equals(model.getRun()) || name.equals(model.getDataset() + "/" + model.getRun()))
                .toList();
        List<ModelPublished> here = named.stream()
                .filter(model -> model.getDataset().equals(run.getDataset()))
                .toList();
        List<ModelPublished> chosen = named.size() > 1 ? here : named;
        if (chosen.size() == 1) {
            return chosen.getFirst();
        }
        String known = models.under("").values().stream()
                .map(model -> model.getDataset() + "/" + model.getRun())
                .sorted()
                .distinct()
                .collect(Collectors.joining(", "));
        throw RefusedRunException.setting(
                key, name, "a published model: " + (known.isEmpty() ? "there is none" : "one of " + known));
    }
}
