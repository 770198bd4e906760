package io.wellstream.scorer.evaluation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Meters of the accuracy on positive controls, by cell type and experiment: the 64 experiments evaluated last. */
public final class ControlGauges {
    private static final int MAX_EXPERIMENTS = 64;

    private final MultiGauge accuracy;
    private final MultiGauge drifting;
    private final Map<Tags, ControlAccuracy> newest = new LinkedHashMap<>(); // guarded by this

    public ControlGauges(MeterRegistry registry) {
        accuracy = MultiGauge.builder("scorer.controls.accuracy")
                .description(
                        "Share of an experiment's positive controls predicted correctly by the last submission that"
                                + " evaluated them; the latest " + MAX_EXPERIMENTS + " experiments")
                .register(registry);
        drifting = MultiGauge.builder("scorer.controls.drifting")
                .description(
                        "1 if the accuracy on those controls is significantly below that of every validation experiment, else 0")
                .register(registry);
    }

    /** Replaces what is known of these experiments. */
    public synchronized void evaluated(List<ControlAccuracy> controls) {
        for (ControlAccuracy each : controls) {
            Tags tags = Tags.of(
                    "cell_type",
                    each.cellType(),
                    "experiment",
                    each.experiment().name());
            newest.remove(tags);
            newest.put(tags, each);
        }
        while (newest.size() > MAX_EXPERIMENTS) {
            newest.remove(newest.keySet().iterator().next());
        }
        accuracy.register(
                newest.entrySet().stream()
                        .map(each ->
                                row(each.getKey(), each.getValue().accuracy().value()))
                        .toList(),
                true);
        drifting.register(
                newest.entrySet().stream()
                        .map(each -> row(each.getKey(), each.getValue().areMissed() ? 1 : 0))
                        .toList(),
                true);
    }

    private static MultiGauge.Row<?> row(Tags tags, double value) {
        return MultiGauge.Row.of(tags, value);
    }
}
