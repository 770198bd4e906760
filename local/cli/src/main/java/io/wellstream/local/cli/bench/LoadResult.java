package io.wellstream.local.cli.bench;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of a phase of calls.
 *
 * @param images number of sites of the answered wells
 * @param answers number of answered calls by run
 * @param firstFailure empty if no call failed
 */
public record LoadResult(
        Latencies latencies, double seconds, long images, Map<String, Long> answers, long failed, String firstFailure) {
    public LoadResult {
        answers = Map.copyOf(answers);
    }

    public double imagesPerSecond() {
        return images / seconds;
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        latencies.addTo(json);
        json.addProperty("images_per_s", Rounded.of(imagesPerSecond()));
        json.addProperty("calls", latencies.calls());
        json.addProperty("failed", failed);
        if (!firstFailure.isEmpty()) {
            json.addProperty("first_failure", firstFailure);
        }
        return json;
    }

    JsonObject answersJson() {
        JsonObject json = new JsonObject();
        new TreeMap<>(answers).forEach(json::addProperty);
        return json;
    }
}
