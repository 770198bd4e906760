package io.wellstream.trainer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.shell.reference.MetersTable;
import io.wellstream.shell.reference.ReferencePage;
import io.wellstream.shell.reference.SettingsTable;
import io.wellstream.trainer.run.TrainerMeters;
import org.junit.jupiter.api.Test;

/** The reference pages are generated from the code. */
class ReferenceTest {
    @Test
    void settings() throws Exception {
        ReferencePage.of("CONFIG.md").check("trainer", SettingsTable.of(TrainerConfig.class));
    }

    @Test
    void meters() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        TrainerMeters meters = new TrainerMeters(registry);
        meters.ended(EpochFinished.newBuilder().setCellType("HUVEC").build());

        ReferencePage.of("METRICS.md").check("trainer", MetersTable.of(registry));
    }
}
