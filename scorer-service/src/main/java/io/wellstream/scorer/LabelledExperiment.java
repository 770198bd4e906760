package io.wellstream.scorer;

import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.Adaptation;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One experiment: what a model reads in its wells, and the label that each gets.
 *
 * @param readings at least one
 * @param chosen the class of each, by index
 * @param order of its plates, if groups of treatments were given
 * @param adaptation of the model to it, if that was asked for
 */
record LabelledExperiment(
        LoadedModel model,
        List<WellReading> readings,
        List<Integer> chosen,
        Optional<PlateOrder> order,
        Optional<Adaptation> adaptation) {
    LabelledExperiment {
        readings = List.copyOf(readings);
        chosen = List.copyOf(chosen);
        if (readings.isEmpty() || readings.size() != chosen.size()) {
            throw new IllegalArgumentException(readings.size() + " wells and " + chosen.size() + " labels");
        }
    }

    /** Each well labelled with its own most probable class. */
    static LabelledExperiment byBest(LoadedModel model, Readings read) {
        return new LabelledExperiment(
                model,
                read.wells(),
                read.wells().stream().map(WellReading::best).toList(),
                Optional.empty(),
                read.adaptation());
    }

    ExperimentId experiment() {
        return readings.getFirst().id().experiment();
    }

    String cellType() {
        return readings.getFirst().well().getCellType();
    }

    int size() {
        return readings.size();
    }

    /** Of the label written, by the model alone. */
    double confidence(int well) {
        return readings.get(well).probability(chosen.get(well));
    }

    /** Wells whose sites, each alone, get the same label, of those that have several. */
    Optional<Accuracy> sitesAgree() {
        List<WellReading> replicated =
                readings.stream().filter(WellReading::isReplicated).toList();
        return replicated.isEmpty()
                ? Optional.empty()
                : Optional.of(new Accuracy(
                        replicated.stream().filter(WellReading::sitesAgree).count(), replicated.size()));
    }

    /** How often the step's label is what the metadata says; every well has a label there. */
    Accuracy accuracy(Step step) {
        long right = IntStream.range(0, size())
                .filter(well -> readings.get(well).isRight(step.label(this, well)))
                .count();
        return new Accuracy(right, size());
    }
}
