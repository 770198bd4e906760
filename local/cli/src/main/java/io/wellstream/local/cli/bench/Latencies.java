package io.wellstream.local.cli.bench;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Collection;

/** The latencies of calls. */
public final class Latencies {
    private static final double NANOS_PER_MILLI = 1e6;

    private final long[] sorted; // nanoseconds

    private Latencies(long[] sorted) {
        this.sorted = sorted;
    }

    public static Latencies ofNanos(Collection<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Latencies(sorted);
    }

    public int calls() {
        return sorted.length;
    }

    /** The percentile in milliseconds (nearest rank); 0 without calls. */
    public double percentile(double percent) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, rank - 1)] / NANOS_PER_MILLI;
    }

    void addTo(JsonObject json) {
        json.addProperty("p50_ms", Rounded.of(percentile(50)));
        json.addProperty("p95_ms", Rounded.of(percentile(95)));
        json.addProperty("p99_ms", Rounded.of(percentile(99)));
    }
}
