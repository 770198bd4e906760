package io.wellstream.trainer.transfer;

import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.PseudoLabelSettings;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.trainer.labels.Predictions;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.promotion.ModelCards;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Finds the published model whose predictions a run is trained on, and refuses one that does not fit, before the run is requested. */
record LabelModels(PublishedModelNames models, ObjectStore store) {
    private static final String KEY = "pseudo_labels.model";

    /**
     * The specification with the predictions of its model, so that the run has the same labels whenever it begins.
     *
     * @param effective a complete specification
     * @param screen of its data set, if it is known
     * @throws RefusedRunException if the model does not fit the run
     */
    RunSpecification resolved(RunSpecification effective, Optional<ScreenDescription> screen) {
        if (!effective.hasPseudoLabels()) {
            return effective;
        }
        ModelPublished model = models.find(KEY, effective.getPseudoLabels().getModel(), effective);
        requireFitting(effective, model);
        if (!model.hasTest()) {
            throw refused(
                    effective,
                    "a model with stored predictions of test wells; this one has no test experiments,"
                            + " or an earlier version published it");
        }
        ModelCard card = ModelCards.parse(store.get(model.getCard()));
        screen.ifPresent(of -> StartModels.requireSameChannels(KEY, model.getRun(), card.getScreen(), of));
        requirePredicted(effective, Predictions.parse(store.get(model.getTest())));
        PseudoLabelSettings resolved = effective.getPseudoLabels().toBuilder()
                .setPredictions(model.getTest())
                .build();
        return effective.toBuilder().setPseudoLabels(resolved).build();
    }

    private static void requireFitting(RunSpecification run, ModelPublished model) {
        if (!model.getDataset().equals(run.getDataset())) {
            throw refused(
                    run,
                    "a model of data set " + run.getDataset() + ", whose wells it predicted; this one is of "
                            + model.getDataset());
        }
        if (model.getTarget() != run.getTarget()) {
            throw refused(
                    run,
                    "a model of target " + MessageKeys.target(run.getTarget()) + "; this one is of "
                            + MessageKeys.target(model.getTarget()));
        }
        if (!model.getCellType().isEmpty() && !model.getCellType().equals(run.getCellType())) {
            throw refused(
                    run,
                    "a model of " + (run.getCellType().isEmpty() ? "all cell types" : "cell type " + run.getCellType())
                            + "; this one is of " + model.getCellType());
        }
    }

    /** As far as the run names its test experiments; those that are drawn are compared when it starts. */
    private static void requirePredicted(RunSpecification run, Predictions predictions) {
        List<String> named = run.getSplit().hasRandomSites()
                ? run.getSplit().getRandomSites().getTestList()
                : run.getSplit().getByExperiment().getTestList();
        SortedSet<String> known = predictions.knownOf(named);
        if (!known.isEmpty()) {
            throw refused(
                    run,
                    "a model that does not know the true labels of the run's test experiments: this one was trained or"
                            + " validated on " + known + "; give both runs the same split");
        }
        if (!predictions.missingOf(named).isEmpty()) {
            throw refused(
                    run,
                    "a model that predicted the run's test experiments: this one did not predict "
                            + predictions.missingOf(named) + "; give both runs the same split");
        }
    }

    private static RefusedRunException refused(RunSpecification run, String expected) {
        return RefusedRunException.setting(KEY, run.getPseudoLabels().getModel(), expected);
    }
}
