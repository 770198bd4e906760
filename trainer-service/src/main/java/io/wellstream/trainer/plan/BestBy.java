package io.wellstream.trainer.plan;

import io.wellstream.proto.v1.RunSpecification;
import java.util.Arrays;
import java.util.List;

/**
 * The metric that decides which epoch's network is published. Early stopping and the schedule {@code plateau} follow it too. Of
 * equally good epochs the first counts.
 */
public enum BestBy {
    VALIDATION_LOSS("validation-loss"),
    VALIDATION_ACCURACY("validation-accuracy");

    private final String key;

    BestBy(String key) {
        this.key = key;
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(BestBy::toString).toList();
    }

    /** The metric of a run; a run recorded before this could be chosen uses the loss. */
    public static BestBy of(RunSpecification run) {
        return run.getBestBy().equals(VALIDATION_ACCURACY.key) ? VALIDATION_ACCURACY : VALIDATION_LOSS;
    }

    @Override
    public String toString() {
        return key;
    }
}
