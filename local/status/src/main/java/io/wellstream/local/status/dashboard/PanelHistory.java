package io.wellstream.local.status.dashboard;

import io.wellstream.local.status.promql.Evaluator;
import io.wellstream.local.status.promql.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one panel has answered, look by look, as far back as is kept: a bounded ring for each of its series. */
public final class PanelHistory {
    /** Beyond this a picture says nothing more. */
    private static final int MOST_SERIES = 16;

    private final Dashboard.Panel panel;
    private final int capacity;
    private final Map<Series, double[]> rings = new TreeMap<>(); // NaN: no answer

    /** Queries in the order of the panel, their series by name. */
    private record Series(int query, String name) implements Comparable<Series> {
        @Override
        public int compareTo(Series other) {
            int byQuery = Integer.compare(query, other.query);
            return byQuery != 0 ? byQuery : name.compareTo(other.name);
        }
    }

    /**
     * One series as it goes out, the oldest value first.
     *
     * @param values null where there was no answer; rounded to single precision, which no eye can tell
     */
    public record Curve(String name, List<@Nullable Float> values) {}

    public PanelHistory(Dashboard.Panel panel, int capacity) {
        this.panel = panel;
        this.capacity = capacity;
    }

    Dashboard.Panel panel() {
        return panel;
    }

    /** @param look how many looks there were before */
    public void look(long look, Evaluator evaluator) {
        int slot = (int) (look % capacity);
        rings.values().forEach(ring -> ring[slot] = Double.NaN);
        for (int i = 0; i < panel.queries().size(); i++) {
            Dashboard.Query query = panel.queries().get(i);
            for (Point point : evaluator.answer(query.expression())) {
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

    /** @param looks how many there were */
    public List<Curve> curves(long looks) {
        int size = (int) Math.min(looks, capacity);
        List<Curve> curves = new ArrayList<>();
        rings.forEach((series, ring) -> {
            List<@Nullable Float> values = new ArrayList<>();
            for (long look = looks - size; look < looks; look++) {
                double value = ring[(int) (look % capacity)];
                values.add(Double.isFinite(value) ? (Float) (float) value : null);
            }
            curves.add(new Curve(series.name(), values));
        });
        return curves;
    }
}
