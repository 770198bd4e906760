package io.wellstream.scorer;

import io.wellstream.imaging.score.DesignPrior;
import io.wellstream.imaging.score.LinearAssignment;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.proto.v1.ScreenDescription;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Decides the labels of an experiment: each well its own best, or, by the design prior, all wells together. */
final class Labeller {
    private final SubmissionOptions options;
    private final int repeats;

    private Labeller(SubmissionOptions options, int repeats) {
        this.options = options;
        this.repeats = repeats;
    }

    /** Refuses the design prior on a screen that declares no design. */
    static Labeller of(SubmissionOptions options, ScreenDescription screen) {
        if (options.designPrior() && screen.getTreatmentRepeats() < 1) {
            throw new ScorerException.DesignUnusable(
                    "the screen does not declare how often a treatment stands in an experiment, so there is no design to go by;"
                            + " declare it in screen.yaml and ingest again, or submit without the design prior",
                    null);
        }
        return new Labeller(options, screen.getTreatmentRepeats());
    }

    /** Labels the treatment wells of one experiment. */
    LabelledExperiment label(LoadedModel model, Readings read) {
        List<WellReading> readings = read.wells();
        Optional<PlateOrder> order = options.groups().map(groups -> PlateOrder.of(groups, readings));
        List<Integer> chosen = options.designPrior()
                ? byDesign(readings, order)
                : readings.stream().map(WellReading::best).toList();
        return new LabelledExperiment(model, readings, chosen, order, read.adaptation());
    }

    private List<Integer> byDesign(List<WellReading> readings, Optional<PlateOrder> order) {
        int[] ofClasses = options.groups()
                .map(groups -> groups.ofClasses(readings.getFirst()))
                .orElse(new int[0]);
        double[][] scores = new double[readings.size()][]; // [well][class]
        for (int well = 0; well < scores.length; well++) {
            WellReading reading = readings.get(well);
            scores[well] = new double[reading.classes().size()];
            PlateId plate = reading.id().plate();
            int group = order.map(known -> known.groupOf(plate)).orElse(-1);
            for (int c = 0; c < scores[well].length; c++) {
                boolean elsewhere = group >= 0 && ofClasses[c] != group;
                scores[well][c] = elsewhere ? Double.NEGATIVE_INFINITY : reading.logProbability(c);
            }
        }
        try {
            return Arrays.stream(DesignPrior.assign(scores, repeats)).boxed().toList();
        } catch (LinearAssignment.InfeasibleException e) {
            throw new ScorerException.DesignUnusable(
                    "experiment " + readings.getFirst().id().experiment() + " does not fit the declared design: "
                            + e.getMessage() + "; correct the design or the groups, or submit without the design prior",
                    e);
        }
    }
}
