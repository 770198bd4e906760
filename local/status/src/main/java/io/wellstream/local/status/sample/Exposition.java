package io.wellstream.local.status.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Parses Prometheus's text format (version 0.0.4; OpenMetrics time stamps and exemplars are skipped). One malformed line makes the
 * whole text an error, as in Prometheus.
 */
public final class Exposition {
    private final String line;
    private int position;

    private Exposition(String line) {
        this.line = line;
    }

    /**
     * The samples of the wanted metrics.
     *
     * @throws IllegalArgumentException that names the malformed line
     */
    public static List<Sample> parse(String text, Predicate<String> wanted) {
        List<Sample> samples = new ArrayList<>();
        text.lines().filter(line -> !line.isBlank() && line.charAt(0) != '#').forEach(line -> {
            Exposition reader = new Exposition(line);
            String name = reader.name();
            if (wanted.test(name)) {
                samples.add(new Sample(name, reader.labels(), reader.value()));
            }
        });
        return samples;
    }

    private String name() {
        int start = position;
        while (position < line.length() && isNamePart(line.charAt(position))) {
            position++;
        }
        if (position == start) {
            throw malformed("a name");
        }
        return line.substring(start, position);
    }

    private Labels labels() {
        TreeMap<String, String> labels = new TreeMap<>();
        if (!skip('{')) {
            return Labels.NONE;
        }
        while (!skip('}')) {
            String name = name();
            expect('=');
            expect('"');
            labels.put(name, quoted());
            skip(',');
        }
        return new Labels(labels);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        while (position < line.length() && line.charAt(position) != '"') {
            char next = line.charAt(position++);
            if (next == '\\' && position < line.length()) {
                char escaped = line.charAt(position++);
                value.append(escaped == 'n' ? '\n' : escaped);
            } else {
                value.append(next);
            }
        }
        expect('"');
        return value.toString();
    }

    private double value() {
        String[] rest = line.substring(position).strip().split("\\s+", 2);
        try {
            return switch (rest[0]) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(rest[0]);
            };
        } catch (NumberFormatException e) {
            throw malformed("a value");
        }
    }

    private boolean skip(char wanted) {
        while (position < line.length() && line.charAt(position) == ' ') {
            position++;
        }
        if (position < line.length() && line.charAt(position) == wanted) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!skip(wanted)) {
            throw malformed("'" + wanted + "'");
        }
    }

    private IllegalArgumentException malformed(String expected) {
        return new IllegalArgumentException("expected " + expected + " at column " + (position + 1) + " of: " + line);
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
    }
}
