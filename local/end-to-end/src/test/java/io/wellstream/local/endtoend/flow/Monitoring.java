package io.wellstream.local.endtoend.flow;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.wellstream.local.launcher.SupervisedProcess;
import io.wellstream.local.status.promql.Expression;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metrics that dashboards and alert rules use, and those that running services have. */
final class Monitoring {
    private static final Pattern RULE = Pattern.compile("^\\s*expr: (.*)$", Pattern.MULTILINE);
    /** Added by Prometheus for every target. */
    private static final Set<String> SYNTHETIC = Set.of("up");

    /** Exist only after a submission has evaluated controls, which needs a model that predicts them; see the scorer's tests. */
    static final Set<String> AFTER_AN_EVALUATION = Set.of("scorer_controls_accuracy", "scorer_controls_drifting");

    private Monitoring() {}

    /** The names of all metrics in dashboards and alert rules. */
    static Set<String> namesUsed(Path home) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String expression : expressions(home)) {
            names.addAll(Expression.parse(expression).metrics());
        }
        names.removeAll(SYNTHETIC);
        return names;
    }

    /** The names of all metrics of these processes. */
    static Set<String> namesExposed(List<SupervisedProcess> services) throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (SupervisedProcess service : services) {
                HttpRequest request = HttpRequest.newBuilder(service.url().resolve("/q/metrics"))
                        .build();
                http.send(request, BodyHandlers.ofLines())
                        .body()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.split("[{ ]", 2)[0])
                        .forEach(names::add);
            }
        }
        return names;
    }

    private static List<String> expressions(Path home) throws IOException {
        List<String> expressions = new ArrayList<>();
        try (Stream<Path> dashboards = Files.list(home.resolve("dashboards"))) {
            for (Path dashboard :
                    dashboards.filter(file -> file.toString().endsWith(".json")).toList()) {
                for (JsonElement panel : JsonParser.parseString(Files.readString(dashboard))
                        .getAsJsonObject()
                        .getAsJsonArray("panels")) {
                    for (JsonElement target : panel.getAsJsonObject().getAsJsonArray("targets")) {
                        expressions.add(target.getAsJsonObject().get("expr").getAsString());
                    }
                }
            }
        }
        Matcher rule = RULE.matcher(Files.readString(home.resolve("deploy/prometheus/alerts.yml")));
        while (rule.find()) {
            expressions.add(rule.group(1));
        }
        return expressions;
    }
}
