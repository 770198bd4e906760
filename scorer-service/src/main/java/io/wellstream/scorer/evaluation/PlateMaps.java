package io.wellstream.scorer.evaluation;

import io.wellstream.imaging.screen.PlateId;
import io.wellstream.scorer.experiment.PredictedExperiment;
import io.wellstream.scorer.experiment.PredictedWell;
import io.wellstream.scorer.report.PlateMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Arranges predicted wells by plate and position. */
final class PlateMaps {
    private PlateMaps() {}

    static List<PlateMap> of(
            List<PredictedExperiment> experiments,
            Function<PredictedExperiment, Optional<PredictedExperiment>> controlsOf) {
        Map<PlateId, List<PlateMap.Spot>> plates = new TreeMap<>();
        for (PredictedExperiment experiment : experiments) {
            add(plates, experiment, false);
            controlsOf.apply(experiment).ifPresent(controls -> add(plates, controls, true));
        }
        return plates.entrySet().stream()
                .map(plate -> new PlateMap(plate.getKey(), plate.getValue()))
                .toList();
    }

    private static void add(Map<PlateId, List<PlateMap.Spot>> plates, PredictedExperiment experiment, boolean control) {
        for (PredictedWell well : experiment.wells()) {
            plates.computeIfAbsent(well.id().plate(), plate -> new ArrayList<>())
                    .add(new PlateMap.Spot(
                            well.id().position(),
                            well.labelName(),
                            well.confidence(),
                            control,
                            Optional.of(well.trueLabel()).filter(label -> !label.isEmpty())));
        }
    }
}
