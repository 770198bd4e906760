package io.wellstream.local.status.sample;

import java.util.Arrays;

/** The newest values of one series, in a ring buffer. */
public final class TimeSeries {
    private final Labels labels;
    private final long[] times; // milliseconds; a ring
    private final double[] values;
    private int size;
    private int start;

    TimeSeries(Labels labels, int capacity) {
        this.labels = labels;
        this.times = new long[capacity];
        this.values = new double[capacity];
    }

    public Labels labels() {
        return labels;
    }

    void add(long time, double value) {
        int slot = (start + size) % times.length;
        times[slot] = time;
        values[slot] = value;
        if (size < times.length) {
            size++;
        } else {
            start = (start + 1) % times.length;
        }
    }

    /** Time of the newest value. */
    long newest() {
        return time(size - 1);
    }

    /** The values in ({@code after}, {@code until}]. */
    public Window between(long after, long until) {
        int to = size;
        while (to > 0 && time(to - 1) > until) {
            to--;
        }
        int from = to;
        while (from > 0 && time(from - 1) > after) {
            from--;
        }
        long[] windowTimes = new long[to - from];
        double[] windowValues = new double[to - from];
        for (int i = from; i < to; i++) {
            windowTimes[i - from] = time(i);
            windowValues[i - from] = values[(start + i) % values.length];
        }
        return new Window(windowTimes, windowValues);
    }

    private long time(int index) {
        return times[(start + index) % times.length];
    }

    /** Consecutive values of one series. */
    public static final class Window {
        private final long[] times;
        private final double[] values;

        Window(long[] times, double[] values) {
            this.times = times;
            this.values = values;
        }

        public int size() {
            return times.length;
        }

        public long time(int index) {
            return times[index];
        }

        public double value(int index) {
            return values[index];
        }

        public double last() {
            return values[values.length - 1];
        }

        @Override
        public String toString() {
            return Arrays.toString(times) + " " + Arrays.toString(values);
        }
    }
}
