package io.wellstream.local.status.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.wellstream.local.status.sample.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The status page computes the same as Prometheus: it passes promtool's unit tests in deploy/prometheus. */
class PromtoolCasesTest {
    private static final Path HOME = Path.of(System.getProperty("wellstream.home", "../.."));
    private static final Path RULES = HOME.resolve("deploy/prometheus");

    @Test
    void expressionsHaveTheValuesOfPrometheus() throws IOException {
        PromtoolCases cases = PromtoolCases.read(RULES.resolve("expressions.test.yml"));

        assertThat(cases.cases()).isNotEmpty().allSatisfy(each -> {
            List<Map<Labels, Double>> answers = each.answers();
            for (int i = 0; i < answers.size(); i++) {
                JsonNode question = each.questions().get(i);
                Map<Labels, Double> answer = answers.get(i);
                Map<Labels, Double> expected = PromtoolCases.expected(question);
                assertThat(answer.keySet()).as(question.toString()).isEqualTo(expected.keySet());
                expected.forEach((labels, value) ->
                        assertThat(answer.get(labels)).as(question.toString()).isCloseTo(value, within(1e-9)));
            }
        });
    }

    @Test
    void alertsFireAsInPrometheusWithTheSameText() throws IOException {
        List<AlertRule> rules = AlertRule.readAll(HOME);
        PromtoolCases cases = PromtoolCases.read(RULES.resolve("alerts.test.yml"));

        assertThat(cases.cases()).isNotEmpty().allSatisfy(each -> {
            for (JsonNode question : each.alertQuestions()) {
                List<String> fired = each.firingAt(PromtoolCases.time(question), rules).stream()
                        .filter(alert ->
                                alert.name().equals(question.path("alertname").asText()))
                        .map(alert -> alert.severity() + ": " + alert.summary() + " / " + alert.action())
                        .toList();
                assertThat(fired).as(question.toString()).isEqualTo(told(question));
            }
        });
    }

    private static List<String> told(JsonNode question) {
        return question.path("exp_alerts")
                .valueStream()
                .map(alert -> alert.path("exp_labels").path("severity").asText() + ": "
                        + alert.path("exp_annotations").path("summary").asText() + " / "
                        + alert.path("exp_annotations").path("action").asText())
                .toList();
    }
}
