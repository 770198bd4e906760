package io.wellstream.scorer.experiment;

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
 * Adapts models to single experiments (AdaBN, Li et al. 2016, arXiv:1603.04779): what was learnt stays, and the statistics that each
 * batch norm normalises by become those of the experiment. Only in memory: what is published is never written again.
 */
public final class BatchNormAdapter {
    /** Statistics of fewer sites, as a batch norm takes them while it measures, say too little of the next layer's input. */
    private static final int SMALLEST_BATCH = 16;

    private final ServedModels shelf;
    private final ModelLoader loader;
    private final SiteReader reader;
    private final ScorerMeters meters;

    public BatchNormAdapter(ServedModels shelf, ModelLoader loader, SiteReader reader, ScorerMeters meters) {
        this.shelf = shelf;
        this.loader = loader;
        this.reader = reader;
        this.meters = meters;
    }

    /** Refuses a model that cannot be adapted at all, before any work. */
    public void require(LoadedModel model) {
        if (!model.card().hasBatchNorms()) {
            throw unusable(model, "was published by a version that did not write the form this takes; train it again");
        }
        if (model.card().getBatchNorms().getNamesCount() == 0) {
            throw unusable(model, "has no batch norm, so there is nothing in it to adapt");
        }
        if (!shelf.require(model.name()).hasMeasuringOnnx()) {
            throw unusable(model, "lists batch norms and was published without its measuring form; train it again");
        }
        if (model.largestBatch() < SMALLEST_BATCH) {
            throw unusable(
                    model,
                    "has so large an input that no more than " + model.largestBatch()
                            + " sites are computed together, and statistics take " + SMALLEST_BATCH);
        }
    }

    private static ScorerException.ModelUnusable unusable(LoadedModel model, String why) {
        return new ScorerException.ModelUnusable(
                "model '" + model.name() + "' cannot be adapted to experiments: it " + why
                        + ", or submit without adaptation",
                null);
    }

    /** The model with the sample's statistics, as long as the lease is held. */
    ServedModels.Lease adapt(LoadedModel model, Preprocessing preparation, AdaptationSample sample, Call call) {
        return meters.adapting(() -> {
            ModelPublished published = shelf.require(model.name());
            try (MeasuringNetwork network = loader.measuring(published, model)) {
                for (List<StoredSite> batch : sample.batches()) {
                    call.check();
                    network.measure(reader.samples(batch, preparation, call));
                }
                return new ServedModels.Lease(loader.adapted(published, model, network.statistics()));
            }
        });
    }
}
