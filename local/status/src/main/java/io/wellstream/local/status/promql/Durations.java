package io.wellstream.local.status.promql;

import java.time.Duration;

/** Durations as Prometheus writes them: {@code 30s}, {@code 5m}, {@code 1h}, {@code 1d}. */
public final class Durations {
    private Durations() {}

    /** @throws java.time.format.DateTimeParseException unless the text is one number and one unit */
    public static Duration parse(String text) {
        return Duration.parse(text.endsWith("d") ? "P" + text : "PT" + text);
    }
}
