package io.wellstream.local.cli.study;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.RunSpecification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All combinations of settings. Settings have the names of the fields of {@code RunSpecification}, with a point between a message and
 * its field: {@code learning_rate.base}.
 */
final class Grid {
    static final int MOST = 64;

    private final Map<String, String> fixed = new LinkedHashMap<>();
    private final Map<String, List<String>> varied = new LinkedHashMap<>();

    /** @param setting for example {@code epochs=10} */
    void set(String setting) {
        String[] parts = parts(setting);
        unique(parts[0]);
        fixed.put(parts[0], parts[1]);
    }

    /** @param setting for example {@code learning_rate.base=0.001,0.002} */
    void vary(String setting) {
        String[] parts = parts(setting);
        unique(parts[0]);
        varied.put(parts[0], List.of(parts[1].split(",", -1)));
    }

    private void unique(String key) {
        if (fixed.containsKey(key) || varied.containsKey(key)) {
            throw new UserError("setting " + key + " is given twice");
        }
    }

    private static String[] parts(String setting) {
        String[] parts = setting.split("=", 2);
        if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
            throw new UserError("'" + setting + "' is no setting; expected e.g. learning_rate.base=0.001");
        }
        return parts;
    }

    /** One combination: what it varies, and the values. */
    record Cell(Map<String, String> values, RunSpecification settings) {
        @Override
        public String toString() {
            return String.join(
                    ", ",
                    values.entrySet().stream()
                            .map(value -> value.getKey() + " " + value.getValue())
                            .toList());
        }
    }

    /** All combinations, the last setting varying fastest. */
    List<Cell> cells() {
        List<Map<String, String>> combinations = new ArrayList<>(List.of(Map.of()));
        for (Map.Entry<String, List<String>> setting : varied.entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> begun : combinations) {
                for (String value : setting.getValue()) {
                    Map<String, String> one = new LinkedHashMap<>(begun);
                    one.put(setting.getKey(), value);
                    longer.add(one);
                }
            }
            combinations = longer;
        }
        if (combinations.size() > MOST) {
            throw new UserError(combinations.size() + " combinations; expected at most " + MOST);
        }
        return combinations.stream()
                .map(values -> new Cell(values, settings(values)))
                .toList();
    }

    private RunSpecification settings(Map<String, String> values) {
        JsonObject json = new JsonObject();
        fixed.forEach((key, value) -> put(json, key, value));
        values.forEach((key, value) -> put(json, key, value));
        RunSpecification.Builder settings = RunSpecification.newBuilder();
        try {
            JsonFormat.parser().merge(json.toString(), settings);
        } catch (InvalidProtocolBufferException e) {
            throw new UserError(
                    "the settings of a run do not allow " + json + ": " + e.getMessage()
                            + "; their names are those of RunSpecification in proto/src/main/proto/wellstream/v1/runs.proto",
                    e);
        }
        return settings.build();
    }

    private static void put(JsonObject json, String key, String value) {
        String[] path = key.split("\\.", -1);
        JsonObject at = json;
        for (int i = 0; i < path.length - 1; i++) {
            JsonElement inner = at.get(path[i]);
            if (inner == null || !inner.isJsonObject()) {
                inner = new JsonObject();
                at.add(path[i], inner);
            }
            at = inner.getAsJsonObject();
        }
        at.add(path[path.length - 1], new JsonPrimitive(value)); // the parser reads numbers from strings
    }
}
