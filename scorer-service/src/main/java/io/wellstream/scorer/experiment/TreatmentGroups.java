package io.wellstream.scorer.experiment;

import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.proto.v1.PlateGroup;
import io.wellstream.proto.v1.PlateGroups;
import io.wellstream.proto.v1.TreatmentGroup;
import io.wellstream.scorer.call.RequestFields;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.wire.keys.WellKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The groups of treatments that share a plate, as given by the caller.
 *
 * @param ofLabel group by treatment, from 0
 * @param ofPlate group by plate, from 0; the groups of other plates are not known
 * @param count how many groups there are, at least 2
 */
record TreatmentGroups(Map<String, Integer> ofLabel, Map<PlateId, Integer> ofPlate, int count) {
    private static final int NONE = -1;

    static TreatmentGroups parse(PlateGroups groups) {
        Map<String, Integer> ofLabel = new HashMap<>();
        int count = 0;
        for (TreatmentGroup treatment : groups.getTreatmentsList()) {
            Integer before = ofLabel.put(treatment.getLabel(), number(treatment.getGroup()));
            if (before != null && before != treatment.getGroup() - 1) {
                throw new ScorerException.InvalidRequest("groups: treatment '" + treatment.getLabel() + "' is in group "
                        + (before + 1) + " and in group " + treatment.getGroup());
            }
            count = Math.max(count, treatment.getGroup());
        }
        if (count < 2) {
            throw new ScorerException.InvalidRequest("groups: " + ofLabel.size() + " treatments in " + count
                    + " groups; expected every treatment in one of at least two");
        }
        Map<PlateId, Integer> ofPlate = new HashMap<>();
        for (PlateGroup plate : groups.getPlatesList()) {
            ofPlate.put(plate(plate), number(plate.getGroup()));
        }
        return new TreatmentGroups(Map.copyOf(ofLabel), Map.copyOf(ofPlate), count);
    }

    private static int number(int group) {
        if (group < 1) {
            throw new ScorerException.InvalidRequest("groups: group " + group + "; expected 1 or more");
        }
        return group - 1;
    }

    private static PlateId plate(PlateGroup plate) {
        return RequestFields.valid(
                "groups",
                () -> new PlateId(
                        new ExperimentId(plate.getExperiment()),
                        WellKeys.plate(plate.getPlate(), plate.getPlateName())));
    }

    /** The group of each class that is possible in the well, by class index; -1 for the others, for example controls. */
    int[] ofClasses(PredictedWell well) {
        return IntStream.range(0, well.classes().size())
                .map(c -> well.isPossible(c) ? of(well.classes().get(c)) : NONE)
                .toArray();
    }

    private int of(String label) {
        return Optional.ofNullable(ofLabel.get(label))
                .orElseThrow(() -> new ScorerException.InvalidRequest("groups: treatment '" + label
                        + "', which the model knows, is in no group; list every treatment"));
    }
}
