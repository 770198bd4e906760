package io.wellstream.local.status.dashboard;

import io.wellstream.local.status.promql.Evaluator;
import io.wellstream.local.status.promql.Point;
import io.wellstream.local.status.sample.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Alerts that are pending or firing, and since when. Used by one thread. */
public final class Alerts {
    private final List<AlertRule> rules;
    private final Map<Key, Long> since = new HashMap<>();

    private record Key(String rule, Labels labels) {}

    /**
     * A pending or firing alert.
     *
     * @param since epoch milliseconds
     */
    public record Alert(String name, String severity, boolean firing, long since, String summary, String action) {}

    public Alerts(List<AlertRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** @param now epoch milliseconds; later than in the call before */
    public List<Alert> at(long now, Evaluator evaluator) {
        List<Alert> alerts = new ArrayList<>();
        Set<Key> answered = new HashSet<>();
        for (AlertRule rule : rules) {
            for (Point series : evaluator.evaluate(rule.expression())) {
                Key key = new Key(rule.name(), series.labels());
                answered.add(key);
                long start = since.computeIfAbsent(key, first -> now);
                boolean firing = now - start >= rule.hold().toMillis();
                alerts.add(new Alert(
                        rule.name(), rule.severity(), firing, start, rule.summary(series), rule.action(series)));
            }
        }
        since.keySet().retainAll(answered);
        return alerts;
    }
}
