package io.wellstream.trainer.plan;

import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.PseudoLabelSettings;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Target;

/** Completes the settings of a run that trains on wells of its test experiments, as far as that is possible without the data. */
final class TransductionChoice {
    /** Chosen without a measurement. */
    private static final double MIN_PROBABILITY = 0.3;
    /** What the 1st place of 2019 begins with: the most confident 40 % of the test wells. */
    private static final double SHARE = 0.4;
    /** Of the 1st place of 2019: each class once per plate. */
    private static final int MOST_PER_CLASS = 1;

    private static final int LARGEST_CAP = 10_000;

    private TransductionChoice() {}

    /** @param run whose target and split are complete */
    static void complete(RunSpecification.Builder run) {
        if (run.hasPseudoLabels()) {
            run.setPseudoLabels(completed(run.getPseudoLabels()));
            requireTarget(run);
            if (asksForNoTest(run) && !run.getPredictTestPart()) {
                throw RefusedRunException.setting(
                        "pseudo_labels.model",
                        run.getPseudoLabels().getModel(),
                        "no value, because the run asks for no test experiments; with predict_test_part, wells of the screen's"
                                + " test part get pseudo-labels");
            }
        }
        if (run.getTestControls() && run.getTarget() != Target.TARGET_TREATMENT_AND_CONTROL) {
            throw RefusedRunException.setting(
                    "test_controls", true, "false unless target is treatment+control, which trains on controls");
        }
    }

    private static PseudoLabelSettings completed(PseudoLabelSettings requested) {
        if (requested.getModel().isEmpty()) {
            throw RefusedRunException.setting("pseudo_labels.model", "", "the name of a published model");
        }
        double least = requested.hasMinProbability() ? requested.getMinProbability() : MIN_PROBABILITY;
        if (!(least > 0 && least < 1)) {
            throw RefusedRunException.setting("pseudo_labels.min_probability", least, "more than 0 and less than 1");
        }
        double share = requested.hasShare() ? requested.getShare() : SHARE;
        if (!(share > 0 && share <= 1)) {
            throw RefusedRunException.setting("pseudo_labels.share", share, "more than 0 and at most 1");
        }
        int most = requested.hasMostPerClass() ? requested.getMostPerClass() : MOST_PER_CLASS;
        if (most < 0 || most > LARGEST_CAP) {
            throw RefusedRunException.setting("pseudo_labels.most_per_class", most, "0 (no limit) to " + LARGEST_CAP);
        }
        return requested.toBuilder()
                .setMinProbability(least)
                .setShare(share)
                .setMostPerClass(most)
                .build();
    }

    private static void requireTarget(RunSpecification.Builder run) {
        switch (run.getTarget()) {
            case TARGET_TREATMENT, TARGET_TREATMENT_AND_CONTROL -> {}
            case TARGET_CONTROL, TARGET_CELL_TYPE, TARGET_UNSPECIFIED, UNRECOGNIZED ->
                throw RefusedRunException.setting(
                        "pseudo_labels.model",
                        run.getPseudoLabels().getModel(),
                        "no value, because the target is not treatment or treatment+control: controls and cell types are"
                                + " known in every experiment");
        }
    }

    private static boolean asksForNoTest(RunSpecification.Builder run) {
        if (run.getSplit().hasRandomSites()) {
            RandomSites split = run.getSplit().getRandomSites();
            return split.getTestCount() == 0 && split.getDrawTest() < 0;
        }
        ByExperiment split = run.getSplit().getByExperiment();
        return split.getTestCount() == 0 && split.getDrawTest() < 0;
    }
}
