package io.wellstream.local.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.local.launcher.LocalConfig;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class MonitoringTest {
    @Test
    void dashboardsAndAlertsUseMetricsOfAllServices() throws IOException {
        assertThat(Monitoring.namesUsed(LocalConfig.builtProject()))
                .hasSizeGreaterThan(30)
                .contains("ingest_wells_total", "augment_batch_seconds_count", "trainer_loss", "scorer_queue");
    }

    @Test
    void metricsThatExistOnlyAfterAnEvaluationAreDocumented() throws IOException {
        assertThat(Files.readString(LocalConfig.builtProject().resolve("docs/METRICS.md")))
                .contains(Monitoring.AFTER_AN_EVALUATION);
    }
}
