package io.wellstream.imaging.render;

import io.wellstream.imaging.pixels.Plane;

/** How often each level from 0 occurs. */
final class Histogram {
    private final long[] counts;
    private long all;

    Histogram(int levels) {
        counts = new long[levels];
    }

    void add(int level) {
        counts[level]++;
        all++;
    }

    void addAll(Plane plane) {
        plane.count(counts);
        all += (long) plane.width() * plane.height();
    }

    /** The lowest level such that at least this share of all is at or below it. */
    int percentile(double share) {
        long seen = 0;
        for (int level = 0; level < counts.length; level++) {
            seen += counts[level];
            if (seen > 0 && seen >= share * all) {
                return level;
            }
        }
        return counts.length - 1;
    }
}
