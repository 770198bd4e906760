package io.wellstream.scorer.call;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.SiteRule;
import io.wellstream.proto.v1.Target;
import io.wellstream.wire.keys.RunId;
import java.util.function.Supplier;

/** Parses fields that several requests have; a malformed one ends the call with the field's name. */
public final class RequestFields {
    private RequestFields() {}

    public static DatasetId dataset(String name) {
        return valid("dataset", () -> new DatasetId(name));
    }

    public static RunId run(String name) {
        return valid("run", () -> new RunId(name));
    }

    public static SiteRule rule(SiteRule rule) {
        if (rule == SiteRule.UNRECOGNIZED) {
            throw new ScorerException.InvalidRequest("site_rule: this scorer does not know the rule; update it");
        }
        return rule == SiteRule.SITE_RULE_UNSPECIFIED ? SiteRule.SITE_RULE_MEAN_LOG_PROBABILITY : rule;
    }

    public static Target target(Target target) {
        if (target == Target.UNRECOGNIZED) {
            throw new ScorerException.InvalidRequest("target: this scorer does not know the target; update it");
        }
        return target == Target.TARGET_UNSPECIFIED ? Target.TARGET_TREATMENT : target;
    }

    /**
     * The value of a field.
     *
     * @param parse throws an IllegalArgumentException that says what is wrong
     */
    public static <T> T valid(String field, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            throw new ScorerException.InvalidRequest(field + ": " + e.getMessage());
        }
    }
}
