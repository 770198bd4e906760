package io.wellstream.local.status.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest values of one series. */
public final class TimeSeries {
    private final Labels labels;
    private final int capacity;
    private final Deque<Reading> readings = new ArrayDeque<>();

    /** @param time epoch milliseconds */
    public record Reading(long time, double value) {}

    TimeSeries(Labels labels, int capacity) {
        this.labels = labels;
        this.capacity = capacity;
    }

    public Labels labels() {
        return labels;
    }

    void add(Reading reading) {
        if (readings.size() == capacity) {
            readings.removeFirst();
        }
        readings.addLast(reading);
    }

    Reading newest() {
        return readings.getLast();
    }

    /** The values in ({@code after}, {@code until}], by time. */
    public List<Reading> between(long after, long until) {
        return readings.stream()
                .filter(reading -> reading.time() > after && reading.time() <= until)
                .toList();
    }
}
