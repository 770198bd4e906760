package io.wellstream.simulator;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.simulator.morphology.CellLine;
import java.util.Locale;

/**
 * The experiments of a screen on one cell line.
 *
 * @param trainExperiments labelled experiments, numbered from 1
 * @param unseenExperiments experiments after those, whose labels are withheld
 * @param unseenOutliers whether an unseen experiment may be one of the 5 % that are 3 to 8 times too bright
 */
public record CellLinePlan(CellType cellType, int trainExperiments, int unseenExperiments, boolean unseenOutliers) {
    private static final int MOST = 99;

    public CellLinePlan {
        CellLine.of(cellType); // refuses an unknown one
        if (trainExperiments < 1 || unseenExperiments < 0 || trainExperiments + unseenExperiments > MOST) {
            throw new IllegalArgumentException(trainExperiments + " training and " + unseenExperiments
                    + " unseen experiments of " + cellType + "; expected 1 to 99 in all, at least 1 for training");
        }
    }

    int experiments() {
        return trainExperiments + unseenExperiments;
    }

    ExperimentId experiment(int number) {
        return new ExperimentId(String.format(Locale.ROOT, "%s-%02d", cellType, number));
    }
}
