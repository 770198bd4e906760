package io.wellstream.scorer.predict;

import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.score.RowClasses;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.PlateReference;
import io.wellstream.proto.v1.SiteRule;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.model.LoadedModel;
import io.wellstream.scorer.site.Preprocessing;
import io.wellstream.scorer.site.RecentCorrections;
import io.wellstream.scorer.site.Screens;
import java.util.List;

/**
 * How one model scores wells.
 *
 * @param preprocessing of its input
 * @param rowClasses the classes that are possible in a row
 * @param rule that combines the sites of a well
 * @param embedding whether embeddings are computed too
 */
public record Scoring(
        DatasetId dataset,
        LoadedModel model,
        Preprocessing preprocessing,
        RowClasses rowClasses,
        SiteRule rule,
        boolean embedding) {

    /** For these wells, preprocessed as the model's card says. */
    public static Scoring of(
            RecentCorrections corrections,
            DatasetId dataset,
            LoadedModel model,
            List<WellIngested> wells,
            SiteRule rule,
            Call call) {
        Preprocessing preprocessing = Preprocessing.of(model.card(), corrections, dataset, wells, call);
        return new Scoring(
                dataset, model, preprocessing, rowClasses(corrections.screens(), dataset, model), rule, false);
    }

    /** For wells whose images are in the request. */
    static Scoring ofImages(
            Screens screens, DatasetId dataset, LoadedModel model, PlateReference plate, SiteRule rule) {
        Preprocessing preprocessing = Preprocessing.ofImages(model.card(), plate);
        return new Scoring(dataset, model, preprocessing, rowClasses(screens, dataset, model), rule, false);
    }

    private static RowClasses rowClasses(Screens screens, DatasetId dataset, LoadedModel model) {
        return model.card().getTarget() == Target.TARGET_TREATMENT_AND_CONTROL
                ? RowClasses.treatmentsAndControls(model.classes(), screens.controlLabels(dataset))
                : RowClasses.all(model.classes().size());
    }

    /** The same with embeddings, or without. */
    Scoring withEmbedding(boolean wanted) {
        return new Scoring(dataset, model, preprocessing, rowClasses, rule, wanted);
    }

    /** The same with another network that has the same card. */
    public Scoring with(LoadedModel other) {
        return new Scoring(dataset, other, preprocessing, rowClasses, rule, embedding);
    }

    /** The same with the sites flipped or turned. */
    public Scoring viewed(List<Augmentation> view) {
        return view.isEmpty()
                ? this
                : new Scoring(dataset, model, preprocessing.viewed(view), rowClasses, rule, embedding);
    }

    /**
     * The probability of each class in a well.
     *
     * @param logits one array per site and view, [class]
     * @param control whether the row is that of a control
     */
    public double[] probabilities(List<float[]> logits, boolean control) {
        return SiteAggregation.combine(logits, model.temperature(), rowClasses.of(control), rule);
    }
}
