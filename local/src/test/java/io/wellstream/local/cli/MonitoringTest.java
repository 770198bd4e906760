package io.wellstream.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MonitoringTest {
    @Test
    void namesOfMetricsAreToldFromFunctionsLabelsAndWords() {
        assertThat(Monitoring.namesIn(
                        "histogram_quantile(0.99, sum by (le) (rate(scorer_predict_seconds_bucket{a=\"b_c\"}[5m]))) > 2"
                                + " and on (instance) trainer_active == 1 unless up"))
                .containsExactly("scorer_predict_seconds_bucket", "trainer_active", "up");
    }

    @Test
    void dashboardsAndAlertsAskForMetricsOfAllServices() throws IOException {
        assertThat(Monitoring.namesAskedFor(SmallScreen.home()))
                .hasSizeGreaterThan(30)
                .contains("ingest_wells_total", "augment_batch_seconds_count", "trainer_loss", "scorer_queue");
    }
}
