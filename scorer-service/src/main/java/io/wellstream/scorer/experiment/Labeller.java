package io.wellstream.scorer.experiment;

import io.wellstream.imaging.score.DesignPrior;
import io.wellstream.imaging.score.LinearAssignment;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.scorer.call.ScorerException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Decides the labels of an experiment: each well its own most probable class, or, with the design prior, all wells together. */
public final class Labeller {
    private final ScoringOptions options;
    private final int repeats;

    private Labeller(ScoringOptions options, int repeats) {
        this.options = options;
        this.repeats = repeats;
    }

    /** Refuses the design prior on a screen that declares no design. */
    public static Labeller of(ScoringOptions options, ScreenDescription screen) {
        if (options.designPrior() && screen.getTreatmentRepeats() < 1) {
            throw new ScorerException.DesignUnusable(
                    "the screen does not declare how often an experiment contains each treatment, so the design prior cannot be"
                            + " used; declare it in screen.yaml and ingest again, or submit without the design prior",
                    null);
        }
        return new Labeller(options, screen.getTreatmentRepeats());
    }

    /** Labels the treatment wells of one experiment. */
    public PredictedExperiment label(PredictedExperiment experiment) {
        Optional<PlateGroupAssignment> groups =
                options.groups().map(given -> PlateGroupAssignment.of(given, experiment.wells()));
        List<PredictedWell> wells = options.designPrior() ? byDesign(experiment.wells(), groups) : experiment.wells();
        return experiment.withWells(wells).withGroups(groups);
    }

    private List<PredictedWell> byDesign(List<PredictedWell> wells, Optional<PlateGroupAssignment> groups) {
        int[] groupOfClass =
                options.groups().map(given -> given.ofClasses(wells.getFirst())).orElse(new int[0]);
        double[][] scores = new double[wells.size()][]; // [well][class]
        for (int w = 0; w < scores.length; w++) {
            PredictedWell well = wells.get(w);
            scores[w] = new double[well.classes().size()];
            int group =
                    groups.map(assigned -> assigned.groupOf(well.id().plate())).orElse(-1);
            for (int c = 0; c < scores[w].length; c++) {
                boolean otherPlate = group >= 0 && groupOfClass[c] != group;
                scores[w][c] = otherPlate ? Double.NEGATIVE_INFINITY : well.logProbability(c);
            }
        }
        try {
            int[] labels = DesignPrior.assign(scores, repeats);
            return IntStream.range(0, labels.length)
                    .mapToObj(w -> wells.get(w).withLabel(labels[w]))
                    .toList();
        } catch (LinearAssignment.InfeasibleException e) {
            throw new ScorerException.DesignUnusable(
                    "experiment " + wells.getFirst().id().experiment() + " does not fit the declared design: "
                            + e.getMessage() + "; correct the design or the groups, or submit without the design prior",
                    e);
        }
    }
}
