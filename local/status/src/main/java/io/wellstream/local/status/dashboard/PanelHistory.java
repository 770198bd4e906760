package io.wellstream.local.status.dashboard;

import io.wellstream.local.status.promql.Evaluator;
import io.wellstream.local.status.promql.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The values of one panel over time: a ring buffer for each of its series. */
public final class PanelHistory {
    /** More would be unreadable in one chart. */
    private static final int MOST_SERIES = 16;

    private final Dashboard.Panel panel;
    private final int capacity;
    private final Map<Series, double[]> rings = new TreeMap<>(); // NaN: no value

    /** Sorted by the query's position in the panel, then by name. */
    private record Series(int query, String name) implements Comparable<Series> {
        @Override
        public int compareTo(Series other) {
            int byQuery = Integer.compare(query, other.query);
            return byQuery != 0 ? byQuery : name.compareTo(other.name);
        }
    }

    /**
     * One series, oldest value first.
     *
     * @param values null where there was no value; in single precision, which is enough for a chart
     */
    public record Curve(String name, List<@Nullable Float> values) {}

    public PanelHistory(Dashboard.Panel panel, int capacity) {
        this.panel = panel;
        this.capacity = capacity;
    }

    Dashboard.Panel panel() {
        return panel;
    }

    /** @param number of the sample, counted from 0 */
    public void add(long number, Evaluator evaluator) {
        int slot = (int) (number % capacity);
        rings.values().forEach(ring -> ring[slot] = Double.NaN);
        for (int i = 0; i < panel.queries().size(); i++) {
            Dashboard.Query query = panel.queries().get(i);
            for (Point point : evaluator.evaluate(query.expression())) {
                ring(new Series(i, query.name(point.labels())))[slot] = point.value();
            }
        }
        rings.values().removeIf(ring -> Arrays.stream(ring).allMatch(Double::isNaN));
    }

    private double[] ring(Series series) {
        if (!rings.containsKey(series) && rings.size() == MOST_SERIES) {
            return new double[capacity]; // not drawn
        }
        return rings.computeIfAbsent(series, key -> {
            double[] ring = new double[capacity];
            Arrays.fill(ring, Double.NaN);
            return ring;
        });
    }

    /** @param samples how many there have been */
    public List<Curve> curves(long samples) {
        int size = (int) Math.min(samples, capacity);
        List<Curve> curves = new ArrayList<>();
        rings.forEach((series, ring) -> {
            List<@Nullable Float> values = new ArrayList<>();
            for (long sample = samples - size; sample < samples; sample++) {
                double value = ring[(int) (sample % capacity)];
                values.add(Double.isFinite(value) ? (Float) (float) value : null);
            }
            curves.add(new Curve(series.name(), values));
        });
        return curves;
    }
}
