package io.wellstream.augment;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.shell.reference.MetersTable;
import io.wellstream.shell.reference.ReferencePage;
import io.wellstream.shell.reference.SettingsTable;
import org.junit.jupiter.api.Test;

/** The reference pages are printed from the code. */
class ReferenceTest {
    @Test
    void settings() throws Exception {
        ReferencePage.of("CONFIG.md").check("augment", SettingsTable.of(AugmentConfig.class));
    }

    @Test
    void meters() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new AugmentMeters(registry);

        ReferencePage.of("METRICS.md").check("augment", MetersTable.of(registry));
    }
}
