package io.wellstream.local.status.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.wellstream.local.status.promql.Evaluator;
import io.wellstream.local.status.promql.Expression;
import io.wellstream.local.status.promql.Point;
import io.wellstream.local.status.sample.Exposition;
import io.wellstream.local.status.sample.History;
import io.wellstream.local.status.sample.Labels;
import io.wellstream.local.status.sample.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A file of promtool's unit tests, run with the status page's evaluator. */
record PromtoolCases(String file, List<Case> cases) {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Pattern TIME = Pattern.compile("(\\d+)m(?:(\\d+)s)?");
    private static final Pattern VALUES = Pattern.compile("(_|-?\\d+)(?:\\+(\\d+))?(?:x(\\d+))?");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LOOKBACK = Duration.ofMinutes(5);

    /** Input series and the questions about them. */
    record Case(String name, Map<Sample, List<OptionalDouble>> series, JsonNode node) {
        History until(Duration time) {
            History history = history();
            for (Duration now = Duration.ZERO; now.compareTo(time) <= 0; now = now.plus(MINUTE)) {
                addAt(now, history);
            }
            return history;
        }

        /** The alerts that fire at the time, with rules evaluated every minute until then. */
        List<Alerts.Alert> firingAt(Duration time, List<AlertRule> rules) {
            History history = history();
            Alerts alerts = new Alerts(rules);
            List<Alerts.Alert> raised = List.of();
            for (Duration now = Duration.ZERO; now.compareTo(time) <= 0; now = now.plus(MINUTE)) {
                addAt(now, history);
                raised = alerts.at(now.toMillis(), new Evaluator(history, now.toMillis()));
            }
            return raised.stream().filter(Alerts.Alert::firing).toList();
        }

        private static History history() {
            return new History(MINUTE, Duration.ofHours(2), LOOKBACK);
        }

        private void addAt(Duration now, History history) {
            int minute = (int) now.toMinutes();
            series.forEach((series, values) -> {
                if (minute < values.size() && values.get(minute).isPresent()) {
                    history.add(
                            now.toMillis(),
                            new Sample(
                                    series.name(),
                                    series.labels(),
                                    values.get(minute).getAsDouble()));
                }
            });
        }

        List<Map<Labels, Double>> answers() {
            return questions().stream()
                    .map(question -> {
                        Duration time = time(question);
                        return new Evaluator(until(time), time.toMillis())
                                .evaluate(Expression.parse(question.path("expr").asText())).stream()
                                        .collect(Collectors.toMap(Point::labels, Point::value));
                    })
                    .toList();
        }

        List<JsonNode> questions() {
            return list(node.path("promql_expr_test"));
        }

        List<JsonNode> alertQuestions() {
            return list(node.path("alert_rule_test"));
        }
    }

    static PromtoolCases read(Path file) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (JsonNode node : YAML.readTree(Files.readAllBytes(file)).path("tests")) {
            Map<Sample, List<OptionalDouble>> series = new LinkedHashMap<>();
            node.path("input_series")
                    .forEach(each -> series.put(
                            series(each.path("series").asText()),
                            values(each.path("values").asText())));
            cases.add(new Case(node.path("name").asText(), series, node));
        }
        return new PromtoolCases(file.getFileName().toString(), cases);
    }

    static Duration time(JsonNode question) {
        Matcher time = TIME.matcher(question.path("eval_time").asText());
        if (!time.matches()) {
            throw new IllegalArgumentException("no time: " + question);
        }
        long seconds = time.group(2) == null ? 0 : Long.parseLong(time.group(2));
        return Duration.ofMinutes(Long.parseLong(time.group(1))).plusSeconds(seconds);
    }

    static Map<Labels, Double> expected(JsonNode question) {
        Map<Labels, Double> expected = new LinkedHashMap<>();
        question.path("exp_samples")
                .forEach(sample -> expected.put(
                        series("x" + sample.path("labels").asText()).labels(),
                        sample.path("value").asDouble()));
        return expected;
    }

    private static Sample series(String text) {
        return Exposition.parse(text + " 0", name -> true).getFirst();
    }

    /** {@code 3+6x2}: 3, 9, 15; {@code 7x2}: 7, 7, 7; {@code _x2}: nothing, twice. */
    private static List<OptionalDouble> values(String text) {
        List<OptionalDouble> values = new ArrayList<>();
        for (String part : text.split(" ", -1)) {
            Matcher form = VALUES.matcher(part);
            if (!form.matches()) {
                throw new IllegalArgumentException("no values: " + part);
            }
            int times = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
            boolean nothing = form.group(1).equals("_");
            for (int i = nothing ? 1 : 0; i <= times; i++) {
                double step = form.group(2) == null ? 0 : Double.parseDouble(form.group(2));
                values.add(
                        nothing
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(Double.parseDouble(form.group(1)) + i * step));
            }
        }
        return values;
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
