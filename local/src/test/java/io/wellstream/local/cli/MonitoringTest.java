package io.wellstream.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class MonitoringTest {
    @Test
    void dashboardsAndAlertsAskForMetricsOfAllServices() throws IOException {
        assertThat(Monitoring.namesAskedFor(SmallScreen.home()))
                .hasSizeGreaterThan(30)
                .contains("ingest_wells_total", "augment_batch_seconds_count", "trainer_loss", "scorer_queue");
    }

    @Test
    void whatARunningSystemNeedNotShowYetIsDocumented() throws IOException {
        assertThat(Files.readString(SmallScreen.home().resolve("docs/METRICS.md")))
                .contains(Monitoring.AFTER_AN_EVALUATION);
    }
}
