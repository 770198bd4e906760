package io.wellstream.local.status.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wellstream.local.status.promql.Expression;
import io.wellstream.local.status.sample.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One of the project's Grafana dashboards, reduced to what the status page draws. */
public record Dashboard(String name, String title, String description, List<Panel> panels) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** In the order in which data flows. */
    private static final List<String> NAMES = List.of("pipeline", "training", "scoring");

    public Dashboard {
        panels = List.copyOf(panels);
    }

    /**
     * A panel with one or more queries.
     *
     * @param kind {@code stat}: the current value in large type; {@code timeseries}: curves
     */
    public record Panel(String title, String description, String kind, Format format, List<Query> queries) {
        public Panel {
            queries = List.copyOf(queries);
        }
    }

    /**
     * How values are formatted.
     *
     * @param unit as Grafana names it: short, percentunit, s, bytes, Bps
     * @param namesOnly whether to show the names of the series instead of their values
     * @param limit values from here on are bad; null for no limit
     */
    public record Format(
            String unit, boolean namesOnly, @Nullable Double limit) {}

    /** An expression and the template for the names of its series. */
    public record Query(Expression expression, String legend) {
        private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

        /** On one machine, the name of an instance is its process's name, which includes the job. */
        String name(Labels labels) {
            String template = legend.replace("{{job}} {{instance}}", "{{instance}}");
            return PLACE.matcher(template)
                    .replaceAll(place -> Matcher.quoteReplacement(labels.get(place.group(1))))
                    .strip();
        }
    }

    /** Reads the dashboards of the built project. */
    public static List<Dashboard> readAll(Path home) throws IOException {
        Path folder = home.resolve("dashboards");
        List<Dashboard> dashboards = new ArrayList<>();
        for (String name : NAMES) {
            dashboards.add(read(name, folder.resolve(name + ".json")));
        }
        try (Stream<Path> files = Files.list(folder)) {
            long found = files.filter(file -> file.toString().endsWith(".json")).count();
            if (found != NAMES.size()) {
                throw new IOException(folder + " has " + found + " dashboards; expected " + NAMES);
            }
        }
        return dashboards;
    }

    private static Dashboard read(String name, Path file) throws IOException {
        JsonNode board = JSON.readTree(Files.readAllBytes(file));
        List<Panel> panels = new ArrayList<>();
        for (JsonNode panel : board.path("panels")) {
            try {
                panels.add(panel(panel));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ", panel '" + panel.path("title").asText() + "': " + e.getMessage(), e);
            }
        }
        String title = board.path("title").asText();
        return new Dashboard(name, title, board.path("description").asText(), panels);
    }

    private static Panel panel(JsonNode panel) {
        List<Query> queries = new ArrayList<>();
        for (JsonNode target : panel.path("targets")) {
            queries.add(new Query(
                    Expression.parse(target.path("expr").asText()),
                    target.path("legendFormat").asText()));
        }
        return new Panel(
                panel.path("title").asText(),
                panel.path("description").asText(),
                panel.path("type").asText(),
                format(panel),
                queries);
    }

    private static Format format(JsonNode panel) {
        JsonNode defaults = panel.path("fieldConfig").path("defaults");
        Double limit = null;
        for (JsonNode step : defaults.path("thresholds").path("steps")) {
            if (step.path("color").asText().equals("red") && step.path("value").isNumber()) {
                limit = step.path("value").asDouble();
            }
        }
        boolean namesOnly = panel.path("options").path("textMode").asText().equals("name");
        return new Format(defaults.path("unit").asText("short"), namesOnly, limit);
    }

    /** All queries with their panels. */
    public static Stream<Map.Entry<Panel, Query>> queries(List<Dashboard> dashboards) {
        return dashboards.stream()
                .flatMap(dashboard -> dashboard.panels().stream())
                .flatMap(panel -> panel.queries().stream().map(query -> Map.entry(panel, query)));
    }
}
