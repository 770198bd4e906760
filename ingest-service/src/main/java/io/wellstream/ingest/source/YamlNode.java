package io.wellstream.ingest.source;

import io.wellstream.ingest.files.InvalidScreenException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A mapping of a YAML file with its path in the file, so that every error names the whole key. */
record YamlNode(String file, String path, Map<?, ?> values) {
    static YamlNode parse(String file, String text) {
        try {
            Object root = new Load(LoadSettings.builder().setLabel(file).build()).loadFromString(text);
            return node(file, "", root == null ? Map.of() : root);
        } catch (StackOverflowError e) { // the parser recurses without a limit, and leaves no broken state behind
            throw new InvalidScreenException(file + " is nested too deeply; expected a few levels", e);
        } catch (YamlEngineException e) {
            throw new InvalidScreenException(file + " is not YAML: " + e.getMessage(), e);
        }
    }

    private static YamlNode node(String file, String path, @Nullable Object value) {
        if (value instanceof Map<?, ?> values) {
            return new YamlNode(file, path, values);
        }
        String where = path.isEmpty() ? "its top" : "'" + path + "'";
        throw new InvalidScreenException(file + ": " + where + " is " + value + "; expected keys and values");
    }

    /** Refuses unknown keys. */
    YamlNode only(String... known) {
        for (Object key : values.keySet()) {
            if (!List.of(known).contains(String.valueOf(key))) {
                throw new InvalidScreenException(file + ": unknown key '" + in(String.valueOf(key))
                        + "'; expected one of " + String.join(", ", known));
            }
        }
        return this;
    }

    /** The mapping under a key, empty if the key is absent. */
    YamlNode child(String key) {
        return node(file, in(key), has(key) ? values.get(key) : Map.of());
    }

    boolean has(String key) {
        return values.get(key) != null;
    }

    Optional<String> text(String key) {
        return has(key) ? Optional.of(scalar(key, values.get(key))) : Optional.empty();
    }

    int number(String key, int otherwise) {
        Object value = has(key) ? values.get(key) : otherwise;
        if (value instanceof Integer number) {
            return number;
        }
        throw new InvalidScreenException(file + ": '" + in(key) + "' is " + value + "; expected a whole number");
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object element : list(key)) {
            texts.add(scalar(key, element));
        }
        return texts;
    }

    /** The texts under a key by their own keys, in the file's order. */
    Map<String, String> textsByKey(String key) {
        YamlNode child = child(key);
        Map<String, String> texts = new LinkedHashMap<>();
        child.values.forEach(
                (name, value) -> texts.put(String.valueOf(name), child.scalar(String.valueOf(name), value)));
        return texts;
    }

    /** The texts under a key by their own keys, each with one or several. */
    Map<String, List<String>> choices(String key) {
        YamlNode child = child(key);
        Map<String, List<String>> choices = new LinkedHashMap<>();
        child.values.forEach((name, value) -> {
            String text = String.valueOf(name);
            choices.put(text, value instanceof List<?> ? child.texts(text) : List.of(child.scalar(text, value)));
        });
        return choices;
    }

    List<YamlNode> children(String key) {
        List<YamlNode> nodes = new ArrayList<>();
        for (Object element : list(key)) {
            nodes.add(node(file, in(key) + "[" + nodes.size() + "]", element));
        }
        return nodes;
    }

    /** Makes a value from this mapping; adds the mapping's path to what the value's constructor refuses. */
    <T> T as(Function<YamlNode, T> make) {
        try {
            return make.apply(this);
        } catch (IllegalArgumentException e) {
            throw new InvalidScreenException(
                    file + (path.isEmpty() ? "" : ", '" + path + "'") + ": " + e.getMessage(), e);
        }
    }

    private List<?> list(String key) {
        Object value = has(key) ? values.get(key) : List.of();
        if (value instanceof List<?> elements) {
            return elements;
        }
        throw new InvalidScreenException(file + ": '" + in(key) + "' is " + value + "; expected a list");
    }

    private String scalar(String key, @Nullable Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new InvalidScreenException(file + ": '" + in(key) + "' is " + value + "; expected text");
    }

    private String in(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
