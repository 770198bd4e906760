package io.wellstream.scorer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.shell.reference.MetersTable;
import io.wellstream.shell.reference.ReferencePage;
import io.wellstream.shell.reference.SettingsTable;
import org.junit.jupiter.api.Test;

/** The reference pages are printed from the code. */
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

        ReferencePage.of("METRICS.md").check("scorer", MetersTable.of(registry));
    }
}
