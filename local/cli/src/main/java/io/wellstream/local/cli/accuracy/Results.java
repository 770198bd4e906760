package io.wellstream.local.cli.accuracy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All predictions and runs of a benchmark. */
record Results(List<Prediction> predictions, List<TrainedRun> runs) {
    static final Results NONE = new Results(List.of(), List.of());

    Results {
        predictions = List.copyOf(predictions);
        runs = List.copyOf(runs);
    }

    Results and(Results other) {
        List<Prediction> allPredictions = new ArrayList<>(predictions);
        allPredictions.addAll(other.predictions);
        List<TrainedRun> allRuns = new ArrayList<>(runs);
        allRuns.addAll(other.runs);
        return new Results(allPredictions, allRuns);
    }

    /** The names of the arms, in the order of the runs. */
    Set<String> arms() {
        Set<String> arms = new LinkedHashSet<>();
        runs.forEach(run -> arms.add(run.arm()));
        return arms;
    }
}
