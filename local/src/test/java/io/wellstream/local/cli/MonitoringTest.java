package io.wellstream.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MonitoringTest {
    @Test
    void dashboardsAndAlertsAskForMetricsOfAllServices() throws IOException {
        assertThat(Monitoring.namesAskedFor(SmallScreen.home()))
                .hasSizeGreaterThan(30)
                .contains("ingest_wells_total", "augment_batch_seconds_count", "trainer_loss", "scorer_queue");
    }
}
