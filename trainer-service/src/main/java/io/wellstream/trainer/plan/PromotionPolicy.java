package io.wellstream.trainer.plan;

import io.wellstream.proto.v1.RunSpecification;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** When a published model becomes the served one. A model that is unfit for use never does, whatever was requested. */
public enum PromotionPolicy {
    /** If none is served, or if it has a higher accuracy on the same experiments. */
    AUTO,
    ALWAYS,
    /** Only on a later request. */
    NEVER;

    static List<String> keys() {
        return Arrays.stream(values()).map(PromotionPolicy::toString).toList();
    }

    /** The policy of a run; one recorded before there were policies is promoted always or never, as it says. */
    public static PromotionPolicy of(RunSpecification run) {
        if (run.getPromotion().isEmpty()) {
            return run.getPromote() ? ALWAYS : NEVER;
        }
        return Arrays.stream(values())
                .filter(policy -> policy.toString().equals(run.getPromotion()))
                .findFirst()
                .orElse(NEVER); // a later version's policy
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
