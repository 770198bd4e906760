package io.wellstream.trainer.promotion;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.EpochSoFar;
import io.wellstream.trainer.labels.Prediction;
import io.wellstream.trainer.plan.Examples;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds networks that are not promoted by themselves, however they compare with the served one. */
public final class Fitness {
    /** A diverged network is sure of wrong answers, which costs more than guessing does: at least twice as much, and this much more. */
    private static final double LEAST_EXCESS = 2;

    private Fitness() {}

    /**
     * Why a network is unfit: training diverged, it gives one answer for every validation well, or its split leaks.
     *
     * @param last checkpoint of the run
     * @param validation the network's answers for the validation wells
     */
    public static Optional<String> unfit(CheckpointComplete last, Examples examples, List<Prediction> validation) {
        if (examples.split().leaks()) {
            return Optional.of("its split leaks: validation sites share wells with training sites, so its accuracy says"
                    + " nothing about unseen experiments");
        }
        return divergence(last, examples.classes().size()).or(() -> collapse(examples, validation));
    }

    private static Optional<String> divergence(CheckpointComplete last, int classes) {
        EpochSoFar current = last.getEpochSoFar();
        if (current.getSamples() == 0 && last.getHistoryCount() == 0) {
            return Optional.empty();
        }
        double loss = current.getSamples() > 0
                ? current.getLossSum() / current.getSamples()
                : last.getHistory(last.getHistoryCount() - 1).getTrainingLoss();
        double guess = Math.log(classes);
        return loss <= guess + Math.max(guess, LEAST_EXCESS) // false for NaN
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "training diverged: its last training loss is %.4f, and guessing one of %d classes costs %.4f",
                        loss,
                        classes,
                        guess));
    }

    private static Optional<String> collapse(Examples examples, List<Prediction> validation) {
        Map<WellId, Integer> labels = new HashMap<>();
        for (Example example : examples.validation()) {
            if (example.label() != Batch.NO_LABEL) {
                labels.put(example.well().id(), example.label());
            }
        }
        if (validation.stream().anyMatch(answer -> Double.isNaN(answer.probability()))) {
            return Optional.of("its answers for the validation wells are not numbers");
        }
        Set<Integer> answers = validation.stream()
                .filter(answer -> labels.containsKey(answer.well()))
                .map(Prediction::label)
                .collect(Collectors.toSet());
        if (answers.size() != 1 || new HashSet<>(labels.values()).size() < 2) {
            return Optional.empty();
        }
        return Optional.of(
                "it answers '" + examples.classes().get(answers.iterator().next()) + "' for each of the "
                        + validation.size() + " validation wells");
    }
}
