package io.wellstream.trainer.labels;

import com.google.protobuf.InvalidProtocolBufferException;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.PredictedTestWell;
import io.wellstream.proto.v1.TestPredictions;
import io.wellstream.wire.keys.WellKeys;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a published model predicts for its test wells. It has no true label, so that nothing that reads it can learn one.
 *
 * @param classes of the model; a label is an index of them
 * @param known experiments whose labels the model was trained on or chosen by
 */
public record Predictions(List<String> classes, SortedSet<String> known, List<Prediction> wells) {
    public Predictions {
        classes = List.copyOf(classes);
        wells = List.copyOf(wells);
    }

    /** Their stored form. */
    public static TestPredictions message(ModelCard card, List<Prediction> predicted) {
        TestPredictions.Builder message = TestPredictions.newBuilder()
                .setRun(card.getRun())
                .addAllClasses(card.getClassesList())
                .addAllTrainingExperiments(card.getTrainingExperimentsList())
                .addAllValidationExperiments(card.getValidationExperimentsList());
        predicted.forEach(prediction -> message.addWells(PredictedTestWell.newBuilder()
                .setWell(WellKeys.of(prediction.well()))
                .setClassIndex(prediction.label())
                .setProbability(prediction.probability())));
        return message.build();
    }

    /** Reads what a model published. */
    public static Predictions parse(byte[] stored) {
        TestPredictions message;
        try {
            message = TestPredictions.parseFrom(stored);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the predictions of a model for its test wells cannot be read", e);
        }
        SortedSet<String> known = new TreeSet<>(message.getTrainingExperimentsList());
        known.addAll(message.getValidationExperimentsList());
        return new Predictions(
                message.getClassesList(),
                known,
                message.getWellsList().stream()
                        .map(well -> new Prediction(
                                WellKeys.wellOf(well.getWell()), well.getClassIndex(), well.getProbability()))
                        .toList());
    }

    /** The experiments of these whose labels the model knows. */
    public SortedSet<String> knownOf(Collection<String> experiments) {
        SortedSet<String> both = new TreeSet<>(experiments);
        both.retainAll(known);
        return both;
    }

    /** The experiments of these that the model predicted no well of. */
    public SortedSet<String> missingOf(Collection<String> experiments) {
        SortedSet<String> missing = new TreeSet<>(experiments);
        wells.forEach(well -> missing.remove(well.well().experiment().name()));
        return missing;
    }
}
