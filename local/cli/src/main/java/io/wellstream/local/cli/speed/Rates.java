package io.wellstream.local.cli.speed;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How fast each contestant was in each round. Contestants of a round were measured one after the other, so they are compared round by
 * round: the speed of a shared machine changes from minute to minute.
 */
final class Rates {
    private final String unit;
    private final Map<String, List<Double>> rounds =
            new LinkedHashMap<>(); // by name, in the order of their first round

    /** @param unit what is counted per second, e.g. images */
    Rates(String unit) {
        this.unit = unit;
    }

    /**
     * Several values of one kind.
     *
     * @param low the smallest
     * @param high the largest
     */
    record Spread(double median, double low, double high) {
        static Spread of(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            int middle = sorted.size() / 2;
            double median =
                    sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
            return new Spread(median, sorted.getFirst(), sorted.getLast());
        }
    }

    void add(String name, double perSecond) {
        rounds.computeIfAbsent(name, unused -> new ArrayList<>()).add(perSecond);
    }

    Spread of(String name) {
        return Spread.of(rounds(name));
    }

    /** How many times as fast the first one is. */
    Spread ratio(String name, String other) {
        List<Double> ours = rounds(name);
        List<Double> theirs = rounds(other);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            ratios.add(ours.get(i) / theirs.get(i));
        }
        return Spread.of(ratios);
    }

    private List<Double> rounds(String name) {
        List<Double> found = rounds.get(name);
        if (found == null) {
            throw new IllegalArgumentException("nothing was measured of '" + name + "', only of " + rounds.keySet());
        }
        return found;
    }

    /** A line for each contestant; all but the first are compared with it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String first = rounds.keySet().iterator().next();
        for (String name : rounds.keySet()) {
            Spread rate = of(name);
            String line = String.format(
                    Locale.ROOT, "%-16s %9.1f %s/s (%.1f to %.1f)", name, rate.median(), unit, rate.low(), rate.high());
            if (!name.equals(first)) {
                Spread ratio = ratio(first, name);
                line += String.format(
                        Locale.ROOT,
                        "   %s / %s %.2f (%.2f to %.2f)",
                        first,
                        name,
                        ratio.median(),
                        ratio.low(),
                        ratio.high());
            }
            lines.add(line);
        }
        return lines;
    }

    JsonArray json() {
        JsonArray all = new JsonArray();
        String first = rounds.keySet().iterator().next();
        for (String name : rounds.keySet()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("name", name);
            add(entry, unit + "_per_s", of(name));
            if (!name.equals(first)) {
                add(entry, first + "_ratio", ratio(first, name));
            }
            all.add(entry);
        }
        return all;
    }

    private static void add(JsonObject entry, String name, Spread values) {
        entry.addProperty(name, rounded(values.median()));
        entry.addProperty(name + "_low", rounded(values.low()));
        entry.addProperty(name + "_high", rounded(values.high()));
    }

    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
