package io.wellstream.scorer;

import io.wellstream.imaging.screen.PlateId;
import io.wellstream.scorer.report.PlateMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Puts readings where they stand on their plates. */
final class PlateMaps {
    private PlateMaps() {}

    static List<PlateMap> of(
            List<LabelledExperiment> experiments,
            Function<LabelledExperiment, Optional<LabelledExperiment>> controlsOf) {
        Map<PlateId, List<PlateMap.Spot>> plates = new TreeMap<>();
        for (LabelledExperiment experiment : experiments) {
            add(plates, experiment, false);
            controlsOf.apply(experiment).ifPresent(controls -> add(plates, controls, true));
        }
        return plates.entrySet().stream()
                .map(plate -> new PlateMap(plate.getKey(), plate.getValue()))
                .toList();
    }

    private static void add(Map<PlateId, List<PlateMap.Spot>> plates, LabelledExperiment experiment, boolean control) {
        for (int well = 0; well < experiment.size(); well++) {
            WellReading reading = experiment.readings().get(well);
            int label = experiment.chosen().get(well);
            String truth = reading.well().getLabel();
            plates.computeIfAbsent(reading.id().plate(), plate -> new ArrayList<>())
                    .add(new PlateMap.Spot(
                            reading.id().position(),
                            reading.classes().get(label),
                            experiment.confidence(well),
                            control,
                            truth.isEmpty() ? Optional.empty() : Optional.of(truth)));
        }
    }
}
