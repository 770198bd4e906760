package io.wellstream.local.status.sample;

import io.wellstream.local.status.sample.TimeSeries.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The newest samples of every series, up to a fixed age and number. Used by one thread. */
public final class History {
    private final long horizonMillis;
    private final long lookbackMillis;
    private final int capacity;
    private final Map<String, Map<Labels, TimeSeries>> metrics = new HashMap<>();

    /**
     * @param interval between two samples of a series
     * @param horizon how long samples are kept
     * @param lookback a series without samples for this long has ended
     */
    public History(Duration interval, Duration horizon, Duration lookback) {
        this.horizonMillis = horizon.toMillis();
        this.lookbackMillis = lookback.toMillis();
        this.capacity = Math.toIntExact(horizon.dividedBy(interval)) + 1;
    }

    /** @param time epoch milliseconds; not before the series' last sample */
    public void add(long time, Sample sample) {
        metrics.computeIfAbsent(sample.name(), name -> new HashMap<>())
                .computeIfAbsent(sample.labels(), labels -> new TimeSeries(labels, capacity))
                .add(new Reading(time, sample.value()));
    }

    /** Drops series without a sample within the horizon. */
    public void forgetBefore(long now) {
        metrics.values().forEach(series -> series.values()
                .removeIf(each -> each.newest().time() < now - horizonMillis));
        metrics.values().removeIf(Map::isEmpty);
    }

    public int size() {
        return metrics.values().stream().mapToInt(Map::size).sum();
    }

    /** The newest sample of each series that has not ended. */
    public List<Sample> newest(long time, String metric, Predicate<Labels> wanted) {
        List<Sample> samples = new ArrayList<>();
        for (TimeSeries series : series(metric, wanted)) {
            List<Reading> recent = series.between(time - lookbackMillis, time);
            if (!recent.isEmpty()) {
                samples.add(new Sample(metric, series.labels(), recent.getLast().value()));
            }
        }
        return samples;
    }

    public List<TimeSeries> series(String metric, Predicate<Labels> wanted) {
        return metrics.getOrDefault(metric, Map.of()).values().stream()
                .filter(series -> wanted.test(series.labels()))
                .toList();
    }
}
