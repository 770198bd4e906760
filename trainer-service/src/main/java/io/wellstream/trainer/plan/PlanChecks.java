package io.wellstream.trainer.plan;

import static java.util.stream.Collectors.joining;

import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Refuses a run that its data cannot give what it asks for, before any work is done. */
final class PlanChecks {
    private static final int LABELS_NAMED = 10;

    private final RunSpecification run;
    private final DataSet data;
    private final Examples examples;

    PlanChecks(RunSpecification run, DataSet data, Examples examples) {
        this.run = run;
        this.data = data;
        this.examples = examples;
    }

    /** @param sitesPerEpoch that an epoch trains on */
    void check(MissingSets missing, int sitesPerEpoch) {
        shareClasses("validation", examples.split().validation(), examples.validation());
        shareClasses("test", examples.split().test(), examples.test());
        if (EffectiveSpecification.isOlder(run)) {
            return; // what an older version accepted, and perhaps began, is not refused now
        }
        excludedExist();
        hasSites("validation", examples.split().validation(), examples.validation());
        hasSites("test", examples.split().test(), examples.test());
        if (run.getBatchSize() > sitesPerEpoch) {
            throw RefusedRunException.setting(
                    "batch_size",
                    run.getBatchSize(),
                    "at most " + sitesPerEpoch + ", the sites that an epoch trains on");
        }
        if (run.hasChannelDropout() && data.channels() < 2) {
            throw RefusedRunException.setting(
                    "channel_dropout", run.getChannelDropout(), "no value, because the images have one channel");
        }
        if (data.depth().isSixteen()
                && AugmentationPolicy.named(run.getAugmentation()).changesTone()) {
            throw RefusedRunException.setting(
                    "augmentation",
                    run.getAugmentation(),
                    "another one, because it changes grey levels as of 8-bit sites, and data set " + data.id()
                            + " has 16-bit ones");
        }
        AdaptationSettings.check(run, data.channels());
        int batches = sitesPerEpoch / run.getBatchSize();
        if (run.getAccumulate() > batches) {
            throw RefusedRunException.setting(
                    "accumulate", run.getAccumulate(), "at most " + batches + ", the batches of an epoch");
        }
        if (run.getSplit().hasRandomSites() && examples.validation().isEmpty()) {
            throw RefusedRunException.setting(
                    "split.random_sites.validation_share",
                    run.getSplit().getRandomSites().getValidationShare(),
                    "a share that holds back at least one of the "
                            + examples.training().size() + " sites");
        }
        if (!missing.validation().isEmpty()) {
            needNoValidation(missing.validation());
        }
    }

    private void needNoValidation(String reason) {
        String because = ", because there is no validation set: " + reason;
        if (run.getPatienceEpochs() > 0) {
            throw RefusedRunException.setting("patience_epochs", run.getPatienceEpochs(), "0" + because);
        }
        if (BestBy.of(run) == BestBy.VALIDATION_ACCURACY) {
            throw RefusedRunException.setting("best_by", run.getBestBy(), BestBy.VALIDATION_LOSS + because);
        }
    }

    private void excludedExist() {
        Set<WellId> excluded = Scope.of(run).excluded();
        Set<WellId> known = data.wells().stream()
                .map(DataSet.Well::id)
                .filter(excluded::contains)
                .collect(Collectors.toSet());
        String unknown = excluded.stream()
                .filter(well -> !known.contains(well))
                .sorted()
                .map(WellId::toString)
                .collect(joining(", "));
        if (!unknown.isEmpty()) {
            throw RefusedRunException.setting("excluded", unknown, "wells of data set " + data.id());
        }
    }

    /** A set without any class of the training would show accuracy 0 and no loss, whatever the network learned. */
    private void shareClasses(String set, SortedSet<ExperimentId> experiments, List<Example> evaluated) {
        if (evaluated.isEmpty() || evaluated.stream().anyMatch(example -> example.label() != Batch.NO_LABEL)) {
            return;
        }
        throw new RefusedRunException(set + " experiments " + experiments
                + " have no class in common with training: their labels are "
                + few(evaluated.stream()
                        .map(example -> example.well().label())
                        .distinct()
                        .toList())
                + ", the classes of the training experiments "
                + examples.split().training() + " are "
                + few(examples.classes()) + "; expected at least one in common");
    }

    private static void hasSites(String set, SortedSet<ExperimentId> experiments, List<Example> evaluated) {
        if (evaluated.isEmpty() && !experiments.isEmpty()) {
            throw new RefusedRunException(set + " experiments " + experiments
                    + " have no site with a label to evaluate; expected at least one");
        }
    }

    private static String few(List<String> labels) {
        return labels.stream().sorted().limit(LABELS_NAMED).collect(joining(", ", "[", ""))
                + (labels.size() > LABELS_NAMED ? ", … (" + labels.size() + ")]" : "]");
    }
}
