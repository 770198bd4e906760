package io.wellstream.local.cli.summary;

import com.google.gson.JsonObject;
import io.wellstream.proto.v1.SubmissionCost;
import io.wellstream.proto.v1.SubmissionProgress;
import java.util.Locale;

/**
 * How fast a submission was built, and the share of the time spent on neither decoding nor inference.
 *
 * @param wells number of wells scored, including those whose labels are known
 */
public record SubmissionPace(long wells, SubmissionCost cost) {
    public static SubmissionPace of(SubmissionProgress last) {
        return new SubmissionPace(last.getWellsDone(), last.getResult().getCost());
    }

    private double wellsPerSecond() {
        return cost.getSeconds() > 0 ? wells / cost.getSeconds() : 0;
    }

    /** The share of the total time in which no thread decoded images or ran a network. */
    private double otherShare() {
        return cost.getSeconds() > 0 ? cost.getOtherSeconds() / cost.getSeconds() : 0;
    }

    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("wells", wells);
        json.addProperty("sites", cost.getSites());
        json.addProperty("seconds", rounded(cost.getSeconds()));
        json.addProperty("wells_per_s", rounded(wellsPerSecond()));
        json.addProperty("decode_thread_seconds", rounded(cost.getDecodeSeconds()));
        json.addProperty("inference_thread_seconds", rounded(cost.getInferenceSeconds()));
        json.addProperty("other_share", rounded(otherShare()));
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }

    @Override
    public String toString() {
        if (cost.getSites() == 0) {
            return String.format(
                    Locale.ROOT,
                    "Took       %.2f s; all scores were cached from an earlier submission",
                    cost.getSeconds());
        }
        return String.format(
                Locale.ROOT,
                "Took       %.2f s for %,d wells (%.1f wells/s); %.0f %% of it neither decoding nor inference",
                cost.getSeconds(),
                wells,
                wellsPerSecond(),
                100 * otherShare());
    }
}
