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

/** What the dashboards and alert rules of the project ask for, and what running services have to show. */
final class Monitoring {
    private static final Pattern RULE = Pattern.compile("^\\s*expr: (.*)$", Pattern.MULTILINE);
    /** Prometheus's own, about every target. */
    private static final Set<String> SYNTHETIC = Set.of("up");

    /** Shown once a submission has evaluated controls, which takes a model that names them; see the scorer's own tests. */
    static final Set<String> AFTER_AN_EVALUATION = Set.of("scorer_controls_accuracy", "scorer_controls_drifting");

    private Monitoring() {}

    /** The names of all metrics that a dashboard or an alert is drawn from. */
    static Set<String> namesAskedFor(Path home) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String expression : expressions(home)) {
            names.addAll(Expression.parse(expression).metrics());
        }
        names.removeAll(SYNTHETIC);
        return names;
    }

    /** The names of all metrics that these processes show. */
    static Set<String> namesShown(List<SupervisedProcess> services) throws IOException, InterruptedException {
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
