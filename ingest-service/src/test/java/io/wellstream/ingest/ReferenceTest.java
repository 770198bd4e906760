package io.wellstream.ingest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.ingest.flow.IngestMeters;
import io.wellstream.shell.reference.MetersTable;
import io.wellstream.shell.reference.ReferencePage;
import io.wellstream.shell.reference.SettingsTable;
import org.junit.jupiter.api.Test;

/** The reference pages are printed from the code. */
class ReferenceTest {
    @Test
    void settings() throws Exception {
        ReferencePage.of("CONFIG.md").check("ingest", SettingsTable.of(IngestConfig.class));
    }

    @Test
    void meters() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new IngestMeters(registry);

        ReferencePage.of("METRICS.md").check("ingest", MetersTable.of(registry));
    }
}
