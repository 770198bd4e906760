package io.wellstream.local.cli.speed;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a script of the folder {@code benchmarks} that measures other libraries. It prints a line of JSON for each: its name and how
 * much it did per second.
 *
 * @param python the interpreter, with the libraries that the script names
 */
record PeerRun(String python, Path script) {
    /** A library that cannot be loaded is left out; what was said of it. */
    record Result(Map<String, Double> perSecond, List<String> missing) {
        Result {
            perSecond = new LinkedHashMap<>(perSecond);
            missing = List.copyOf(missing);
        }
    }

    Result run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python, script.toString()));
        command.addAll(arguments);
        // One thread, as on our side.
        return parse(ChildProcess.run(command, Map.of("OMP_NUM_THREADS", "1", "NO_ALBUMENTATIONS_UPDATE", "1")));
    }

    static Result parse(String printed) {
        Map<String, Double> perSecond = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        printed.lines().filter(line -> line.startsWith("{")).forEach(line -> {
            JsonObject peer = JsonParser.parseString(line).getAsJsonObject();
            String name = peer.get("name").getAsString();
            if (peer.has("missing")) {
                missing.add(name + " is not measured: " + peer.get("missing").getAsString());
            } else {
                perSecond.put(name, peer.get("per_s").getAsDouble());
            }
        });
        return new Result(perSecond, missing);
    }
}
