package io.wellstream.scorer.experiment;

import io.wellstream.imaging.adapt.AdaptationRule;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.call.ScorerMeters;
import io.wellstream.scorer.model.LoadedModel;
import io.wellstream.scorer.model.MeasuringNetwork;
import io.wellstream.scorer.model.ModelLoader;
import io.wellstream.scorer.model.ServedModels;
import io.wellstream.scorer.site.Preprocessing;
import io.wellstream.scorer.site.SiteReader;
import io.wellstream.scorer.site.StoredSite;
import java.util.List;

/**
 * Adapts models to single experiments (AdaBN, Li et al. 2016, arXiv:1603.04779): the weights stay, and the statistics of each batch norm are
 * replaced by those of the experiment. Only in memory: published models are never changed.
 */
public final class BatchNormAdapter {
    private final ServedModels models;
    private final ModelLoader loader;
    private final SiteReader reader;
    private final ScorerMeters meters;

    public BatchNormAdapter(ServedModels models, ModelLoader loader, SiteReader reader, ScorerMeters meters) {
        this.models = models;
        this.loader = loader;
        this.reader = reader;
        this.meters = meters;
    }

    /** Refuses a model that cannot be adapted, before any work. */
    public void require(LoadedModel model) {
        if (!model.card().hasBatchNorms()) {
            throw unusable(model, "was published by a version that did not export the measuring form; train it again");
        }
        if (model.card().getBatchNorms().getNamesCount() == 0) {
            throw unusable(model, "has no batch norm");
        }
        if (!models.require(model.name()).hasMeasuringOnnx()) {
            throw unusable(model, "lists batch norms but was published without the measuring form; train it again");
        }
        if (model.largestBatch() < AdaptationRule.SMALLEST_BATCH) {
            throw unusable(
                    model,
                    "has so large an input that no more than " + model.largestBatch()
                            + " sites can be computed together, and statistics need at least "
                            + AdaptationRule.SMALLEST_BATCH);
        }
    }

    private static ScorerException.ModelUnusable unusable(LoadedModel model, String why) {
        return new ScorerException.ModelUnusable(
                "model '" + model.name() + "' cannot be adapted to experiments: it " + why
                        + ", or submit without adaptation",
                null);
    }

    /** The model with the statistics of the sample. */
    ServedModels.Lease adapt(LoadedModel model, Preprocessing preprocessing, AdaptationSample sample, Call call) {
        return meters.adapting(() -> {
            ModelPublished published = models.require(model.name());
            try (MeasuringNetwork network = loader.measuring(published, model)) {
                for (List<StoredSite> batch : sample.batches()) {
                    call.check();
                    network.measure(reader.samples(batch, preprocessing, call));
                }
                return new ServedModels.Lease(loader.adapted(published, model, network.statistics()));
            }
        });
    }
}
