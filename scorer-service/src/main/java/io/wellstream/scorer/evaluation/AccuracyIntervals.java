package io.wellstream.scorer.evaluation;

import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.score.PooledAccuracy;
import io.wellstream.proto.v1.Share;
import java.util.List;

/** Accuracies as messages, always with n and a 95 % confidence interval. */
final class AccuracyIntervals {
    private AccuracyIntervals() {}

    /** Of one experiment, or of wells that are independent of each other: Wilson's interval. */
    static Share of(Accuracy accuracy) {
        return Share.newBuilder()
                .setHits(accuracy.correct())
                .setN(accuracy.n())
                .setValue(accuracy.value())
                .setLow(accuracy.low())
                .setHigh(accuracy.high())
                .setExperiments(1)
                .build();
    }

    /** Of several experiments, at least one: bootstrapped by experiment. */
    static Share of(List<Accuracy> experiments) {
        PooledAccuracy pooled = PooledAccuracy.of(experiments);
        return of(pooled.all()).toBuilder()
                .setLow(pooled.low())
                .setHigh(pooled.high())
                .setExperiments(pooled.experiments())
                .build();
    }
}
