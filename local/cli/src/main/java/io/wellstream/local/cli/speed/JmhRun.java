package io.wellstream.local.cli.speed;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.wellstream.local.cli.terminal.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a benchmark of the module {@code benchmarks} under JMH, in new processes.
 *
 * @param jar of the module, with its libraries next to it
 * @param images the folder with the PNG files
 * @param seconds of each of three measurements; there are two warm-ups of that length
 */
record JmhRun(Path jar, Path images, int seconds) {
    private static final String CPU_TIME = "io.wellstream.benchmarks.CpuTime";

    JmhRun {
        if (!Files.exists(jar)) {
            throw new UserError(jar + " is missing; build the project: ./mvnw -Dquick -DskipTests package");
        }
    }

    static JmhRun ofTheProject(Path home, Path images, int seconds) {
        return new JmhRun(home.resolve("benchmarks/target/benchmarks.jar"), images, seconds);
    }

    /**
     * What was measured of one method.
     *
     * @param perSecond operations per second of CPU time
     * @param bytes allocated per operation
     */
    record Score(double perSecond, double bytes) {}

    /** Measures the methods of a benchmark; their names are the keys. */
    Map<String, Score> run(String benchmark, Map<String, String> parameters) throws IOException, InterruptedException {
        Path result = Files.createTempFile("wellstream-jmh-", ".json");
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    jar.toString(),
                    "\\." + benchmark + "\\."));
            command.addAll(List.of("-f", "1", "-wi", "2", "-w", seconds + "s", "-i", "3", "-r", seconds + "s"));
            command.addAll(List.of(
                    "-foe", "true", "-prof", "gc", "-prof", CPU_TIME, "-rf", "json", "-rff", result.toString()));
            command.addAll(List.of("-jvmArgsAppend", "-Dwellstream.images=" + images.toAbsolutePath()));
            parameters.forEach((name, value) -> command.addAll(List.of("-p", name + "=" + value)));
            ChildProcess.run(command, Map.of());
            return scores(JsonParser.parseString(Files.readString(result)).getAsJsonArray());
        } finally {
            Files.deleteIfExists(result);
        }
    }

    static Map<String, Score> scores(JsonArray results) {
        Map<String, Score> scores = new LinkedHashMap<>();
        for (JsonElement element : results) {
            JsonObject result = element.getAsJsonObject();
            String name = result.get("benchmark").getAsString();
            JsonObject metrics = result.getAsJsonObject("secondaryMetrics");
            scores.put(
                    name.substring(name.lastIndexOf('.') + 1),
                    new Score(1e9 / metric(metrics, "cpu.time.norm"), metric(metrics, "gc.alloc.rate.norm")));
        }
        return scores;
    }

    private static double metric(JsonObject metrics, String name) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().endsWith(name))
                .mapToDouble(metric ->
                        metric.getValue().getAsJsonObject().get("score").getAsDouble())
                .findFirst()
                .orElse(Double.NaN);
    }
}
