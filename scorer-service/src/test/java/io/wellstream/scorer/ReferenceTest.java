package io.wellstream.scorer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.scorer.call.ScorerMeters;
import io.wellstream.scorer.evaluation.ControlAccuracy;
import io.wellstream.scorer.evaluation.ControlGauges;
import io.wellstream.shell.reference.MetersTable;
import io.wellstream.shell.reference.ReferencePage;
import io.wellstream.shell.reference.SettingsTable;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The reference pages in docs/ are generated from the code. */
class ReferenceTest {
    @Test
    void settings() throws Exception {
        ReferencePage.of("CONFIG.md").check("scorer", SettingsTable.of(ScorerConfig.class));
    }

    @Test
    void meters() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ScorerMeters meters = new ScorerMeters(registry);
        meters.watchQueue(() -> 0, () -> 0);
        meters.watchCache(() -> 0L);
        meters.watchBytes(() -> 0L);
        meters.watchThreads(() -> 0);
        meters.serving(List.of(new ScorerMeters.Served("rxrx1", "HUVEC", "treatment", "huvec-1")));
        new ControlGauges(registry)
                .evaluated(List.of(new ControlAccuracy(
                        "HUVEC", new ExperimentId("HUVEC-17"), new Accuracy(90, 100), OptionalDouble.of(0.8))));

        ReferencePage.of("METRICS.md").check("scorer", MetersTable.of(registry));
    }
}
