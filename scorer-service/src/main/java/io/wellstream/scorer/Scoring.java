package io.wellstream.scorer;

import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.score.RowClasses;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.PlateReference;
import io.wellstream.proto.v1.SiteRule;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How one model scores wells.
 *
 * @param preparation of its input
 * @param rowClasses which of its classes a row can have
 * @param rule that combines the sites of a well
 * @param embedding whether embeddings are computed too
 */
record Scoring(
        DatasetId dataset,
        LoadedModel model,
        Preparation preparation,
        RowClasses rowClasses,
        SiteRule rule,
        boolean embedding) {

    /** For these wells, prepared as the model's card says. */
    static Scoring of(Screens screens, DatasetId dataset, LoadedModel model, List<WellIngested> wells, SiteRule rule) {
        Set<ExperimentId> experiments = wells.stream()
                .map(well -> new ExperimentId(well.getWell().getExperiment()))
                .collect(Collectors.toSet());
        Preparation preparation = Preparation.of(model.card(), screens, dataset, experiments);
        return new Scoring(dataset, model, preparation, rowClasses(screens, dataset, model), rule, false);
    }

    /** For wells whose images are in the request. */
    static Scoring ofImages(
            Screens screens, DatasetId dataset, LoadedModel model, PlateReference plate, SiteRule rule) {
        Preparation preparation = Preparation.ofImages(model.card(), plate);
        return new Scoring(dataset, model, preparation, rowClasses(screens, dataset, model), rule, false);
    }

    private static RowClasses rowClasses(Screens screens, DatasetId dataset, LoadedModel model) {
        return model.card().getTarget() == Target.TARGET_TREATMENT_AND_CONTROL
                ? RowClasses.treatmentsAndControls(model.classes(), screens.controlLabels(dataset))
                : RowClasses.all(model.classes().size());
    }

    /** The same with embeddings, or without. */
    Scoring withEmbedding(boolean wanted) {
        return new Scoring(dataset, model, preparation, rowClasses, rule, wanted);
    }

    /** The same with another network that has the same card. */
    Scoring with(LoadedModel other) {
        return new Scoring(dataset, other, preparation, rowClasses, rule, embedding);
    }

    /** The same of sites that are flipped or turned. */
    Scoring viewed(List<Augmentation> view) {
        return view.isEmpty()
                ? this
                : new Scoring(dataset, model, preparation.viewed(view), rowClasses, rule, embedding);
    }

    /**
     * The probability of each class in a well.
     *
     * @param logits one array per site and view, [class]
     * @param control whether the row is that of a control
     */
    double[] probabilities(List<float[]> logits, boolean control) {
        return SiteScores.combine(logits, model.temperature(), rowClasses.of(control), rule);
    }
}
