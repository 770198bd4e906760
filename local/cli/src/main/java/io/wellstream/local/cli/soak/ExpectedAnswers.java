package io.wellstream.local.cli.soak;

import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.proto.v1.ClassProbability;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.wire.keys.WellKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The answers of an undisturbed system. All runs of a soak test end with the same parameters, so whichever model answers, each well has
 * one right answer.
 */
final class ExpectedAnswers {
    /** A well's probability depends in its last digits on the wells that are computed in the same batch. */
    private static final double TOLERANCE = 1e-3;

    private final Map<WellKey, WellPrediction> expected = new HashMap<>();

    /** Asks for all of them. */
    static ExpectedAnswers ask(ScorerClient scorer, List<PredictRequest> requests) {
        ExpectedAnswers answers = new ExpectedAnswers();
        for (PredictRequest request : requests) {
            answers.add(scorer.predict(request));
        }
        return answers;
    }

    void add(PredictResponse answer) {
        answer.getPredictionsList().forEach(prediction -> expected.put(prediction.getWell(), prediction));
    }

    /** What is wrong with an answer to a request for one well; empty if it is right. */
    Optional<String> wrong(PredictRequest request, PredictResponse answer) {
        if (answer.getPredictionsCount() != request.getWellsCount()) {
            return Optional.of(answer.getPredictionsCount() + " wells instead of " + request.getWellsCount());
        }
        for (int i = 0; i < request.getWellsCount(); i++) {
            WellPrediction found = answer.getPredictions(i);
            WellPrediction right = expected.get(request.getWells(i));
            if (right == null || !found.getWell().equals(request.getWells(i)) || !isSame(found, right)) {
                return Optional.of(described(found) + " instead of " + (right == null ? "nothing" : described(right)));
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(WellPrediction found, WellPrediction right) {
        return found.getSites() == right.getSites()
                && found.getTopCount() == right.getTopCount()
                && found.getTop(0).getLabel().equals(right.getTop(0).getLabel())
                && Math.abs(found.getTop(0).getProbability() - right.getTop(0).getProbability()) <= TOLERANCE;
    }

    private static String described(WellPrediction prediction) {
        String best = prediction.getTopList().stream()
                .findFirst()
                .map(ExpectedAnswers::described)
                .orElse("no class");
        return WellKeys.wellOf(prediction.getWell()) + ": " + best + ", " + prediction.getSites() + " sites";
    }

    private static String described(ClassProbability best) {
        return String.format(Locale.ROOT, "%s %.4f", best.getLabel(), best.getProbability());
    }
}
