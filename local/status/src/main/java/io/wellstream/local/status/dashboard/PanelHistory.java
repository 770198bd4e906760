package io.wellstream.local.status.dashboard;

import io.wellstream.local.status.promql.Evaluator;
import io.wellstream.local.status.promql.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The values of one panel's series over time. */
public final class PanelHistory {
    /** More would be unreadable in one chart. */
    private static final int MOST_SERIES = 16;

    private final Dashboard.Panel panel;
    private final int capacity;
    private final Map<Series, List<@Nullable Float>> values =
            new TreeMap<>(Comparator.comparingInt(Series::query).thenComparing(Series::name));
    private int samples;

    private record Series(int query, String name) {}

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

    /** Adds the current value of each series, and drops those that are older than the capacity. */
    public void add(Evaluator evaluator) {
        samples = Math.min(samples + 1, capacity);
        for (List<@Nullable Float> series : values.values()) {
            series.add(null);
            series.subList(0, series.size() - samples).clear();
        }
        for (int i = 0; i < panel.queries().size(); i++) {
            Dashboard.Query query = panel.queries().get(i);
            for (Point point : evaluator.evaluate(query.expression())) {
                Series series = new Series(i, query.name(point.labels()));
                if (Double.isFinite(point.value()) && (values.containsKey(series) || values.size() < MOST_SERIES)) {
                    values.computeIfAbsent(series, key -> new ArrayList<>(Collections.nCopies(samples, null)))
                            .set(samples - 1, (float) point.value());
                }
            }
        }
        values.values().removeIf(series -> series.stream().allMatch(Objects::isNull));
    }

    public List<Curve> curves() {
        List<Curve> curves = new ArrayList<>();
        values.forEach((series, of) -> curves.add(new Curve(series.name(), new ArrayList<>(of))));
        return curves;
    }
}
