package io.wellstream.local.status.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.wellstream.local.status.promql.Durations;
import io.wellstream.local.status.promql.Expression;
import io.wellstream.local.status.promql.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the project's Prometheus alert rules.
 *
 * @param hold how long the expression must hold before the alert fires
 * @param summary what is wrong: a template over the series' labels and value
 * @param action what to do
 */
public record AlertRule(
        String name, Expression expression, Duration hold, String severity, String summary, String action) {
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Reads the alert rules of the built project. */
    public static List<AlertRule> readAll(Path home) throws IOException {
        Path file = home.resolve("deploy/prometheus/alerts.yml");
        List<AlertRule> rules = new ArrayList<>();
        for (JsonNode group : YAML.readTree(Files.readAllBytes(file)).path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                try {
                    rules.add(rule(rule));
                } catch (IllegalArgumentException e) {
                    throw new IOException(file + ", alert " + rule.path("alert").asText() + ": " + e.getMessage(), e);
                }
            }
        }
        return rules;
    }

    private static AlertRule rule(JsonNode rule) {
        return new AlertRule(
                rule.path("alert").asText(),
                Expression.parse(rule.path("expr").asText()),
                Durations.parse(rule.path("for").asText("0s")),
                rule.path("labels").path("severity").asText(),
                rule.path("annotations").path("summary").asText(),
                rule.path("annotations").path("action").asText());
    }

    String summary(Point series) {
        return AlertText.expand(summary, series);
    }

    String action(Point series) {
        return AlertText.expand(action, series);
    }
}
