package io.wellstream.trainer.labels;

import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.proto.v1.PseudoLabelSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which predictions become labels to train on: of each experiment the most probable ones up to a share, of these the ones that are
 * probable enough, and of these at most so many per plate and class. A prediction that is left out is not replaced by a less probable one.
 *
 * @param minProbability more than 0 and less than 1
 * @param share of the predicted wells of an experiment: more than 0, at most 1
 * @param mostPerClass wells of a plate with the same label; 0 for no limit
 */
public record PseudoLabelRule(double minProbability, double share, int mostPerClass) {
    private static final Comparator<Prediction> MOST_PROBABLE_FIRST =
            Comparator.comparingDouble(Prediction::probability).reversed().thenComparing(Prediction::well);

    /** The rule of a complete specification. */
    public static PseudoLabelRule of(PseudoLabelSettings settings) {
        return new PseudoLabelRule(settings.getMinProbability(), settings.getShare(), settings.getMostPerClass());
    }

    /** The predictions to train on, by well. */
    public List<Prediction> choose(Collection<Prediction> predictions) {
        SortedMap<ExperimentId, List<Prediction>> byExperiment = new TreeMap<>();
        for (Prediction prediction : predictions) {
            if (!Double.isNaN(prediction.probability())) {
                byExperiment
                        .computeIfAbsent(prediction.well().experiment(), experiment -> new ArrayList<>())
                        .add(prediction);
            }
        }
        List<Prediction> chosen = new ArrayList<>();
        byExperiment.values().forEach(ofExperiment -> chosen.addAll(chooseOf(ofExperiment)));
        chosen.sort(Comparator.comparing(Prediction::well));
        return chosen;
    }

    private List<Prediction> chooseOf(List<Prediction> experiment) {
        record Place(PlateId plate, int label) {}
        Map<Place, Integer> taken = new HashMap<>();
        return experiment.stream()
                .sorted(MOST_PROBABLE_FIRST)
                .limit(Math.round(share * experiment.size()))
                .filter(prediction -> prediction.probability() >= minProbability)
                .filter(prediction -> {
                    Place place = new Place(prediction.well().plate(), prediction.label());
                    return mostPerClass == 0 || taken.merge(place, 1, Integer::sum) <= mostPerClass;
                })
                .toList();
    }
}
