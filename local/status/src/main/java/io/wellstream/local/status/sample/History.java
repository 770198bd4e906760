package io.wellstream.local.status.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The newest samples of every series, so many of each and no older than the horizon. One thread owns it. */
public final class History {
    private final long horizonMillis;
    private final long lookbackMillis;
    private final int capacity;
    private final Map<String, Map<Labels, Track>> metrics = new HashMap<>();

    /**
     * @param interval between two samples of a series
     * @param horizon how far back samples are kept
     * @param lookback after which a series that gets no more samples counts as gone
     */
    public History(Duration interval, Duration horizon, Duration lookback) {
        this.horizonMillis = horizon.toMillis();
        this.lookbackMillis = lookback.toMillis();
        this.capacity = Math.toIntExact(horizon.dividedBy(interval)) + 1;
    }

    /** @param time milliseconds; not before those of the series' samples so far */
    public void add(long time, Sample sample) {
        metrics.computeIfAbsent(sample.name(), name -> new HashMap<>())
                .computeIfAbsent(sample.labels(), labels -> new Track(labels, capacity))
                .add(time, sample.value());
    }

    /** Lets go of series that have got no sample within the horizon. */
    public void forgetBefore(long now) {
        metrics.values().forEach(tracks -> tracks.values().removeIf(track -> track.newest() < now - horizonMillis));
        metrics.values().removeIf(Map::isEmpty);
    }

    public int series() {
        return metrics.values().stream().mapToInt(Map::size).sum();
    }

    /** The newest value of each series that still has samples. */
    public List<Sample> newest(long time, String metric, Predicate<Labels> wanted) {
        List<Sample> samples = new ArrayList<>();
        for (Track track : tracks(metric, wanted)) {
            Track.Window window = track.between(time - lookbackMillis, time);
            if (window.size() > 0) {
                samples.add(new Sample(metric, track.labels(), window.last()));
            }
        }
        return samples;
    }

    public List<Track> tracks(String metric, Predicate<Labels> wanted) {
        return metrics.getOrDefault(metric, Map.of()).values().stream()
                .filter(track -> wanted.test(track.labels()))
                .toList();
    }
}
