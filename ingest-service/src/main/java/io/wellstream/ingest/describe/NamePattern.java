package io.wellstream.ingest.describe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;

/**
 * The pattern of a folder's images: that of their names in the style that most of them have, and that of their folders.
 *
 * @param text as {@code screen.yaml} has it
 * @param fitting the images that have it
 * @param plates whether a folder names the plate
 * @param experiments whether a folder names the experiment
 */
record NamePattern(String text, NameStyle style, List<String> fitting, boolean plates, boolean experiments) {
    private static final String ANYTHING = "{*}";

    /** The pattern of most of the images; empty if their names have no known style. */
    static Optional<NamePattern> of(Collection<String> images) {
        NameStyle best = NameStyle.LETTERED;
        List<String> most = List.of();
        for (NameStyle style : NameStyle.values()) {
            List<String> fitting = images.stream()
                    .filter(path -> style.match(name(path)).isPresent())
                    .toList();
            if (fitting.size() > most.size()) {
                best = style;
                most = fitting;
            }
        }
        List<String> alike = sameDepth(most);
        if (alike.isEmpty()) {
            return Optional.empty();
        }
        String folders = folders(alike);
        return Optional.of(new NamePattern(
                folders + names(alike, best),
                best,
                alike,
                folders.contains("{plate"),
                folders.contains("{experiment")));
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Those in as many folders as most. */
    private static List<String> sameDepth(List<String> images) {
        TreeMap<Long, List<String>> byDepth = new TreeMap<>();
        images.forEach(path -> byDepth.computeIfAbsent(
                        path.chars().filter(c -> c == '/').count(), depth -> new ArrayList<>())
                .add(path));
        return byDepth.values().stream()
                .max((a, b) -> Integer.compare(a.size(), b.size()))
                .orElse(List.of());
    }

    /** From the deepest folder up: the first that varies is the plate, the next the experiment. */
    private static String folders(List<String> images) {
        List<SortedSet<String>> levels = new ArrayList<>();
        for (String path : images) {
            String[] parts = path.split("/", -1);
            for (int level = 0; level < parts.length - 1; level++) {
                if (levels.size() <= level) {
                    levels.add(new TreeSet<>());
                }
                levels.get(level).add(parts[level]);
            }
        }
        StringBuilder folders = new StringBuilder();
        List<String> names = new ArrayList<>(List.of("{plate}", "{experiment}"));
        for (int level = levels.size() - 1; level >= 0; level--) {
            folders.insert(0, level(levels.get(level), names) + "/");
        }
        return folders.toString();
    }

    private static String level(SortedSet<String> values, List<String> names) {
        if (List.of("test", "train").containsAll(values)) {
            return "{subset}";
        }
        boolean numbered =
                values.stream().allMatch(value -> value.toLowerCase(Locale.ROOT).matches("plate[ _-]?[0-9]+"));
        if (values.size() == 1 && !numbered) {
            return values.first();
        }
        String name = names.isEmpty() ? ANYTHING : names.removeFirst();
        return numbered && name.equals("{plate}") ? values.first().replaceAll("[0-9]+$", "") + name : name;
    }

    /** The names' pattern: what is the same in all names stays; what differs and means nothing is {@code {*}}. */
    private static String names(List<String> images, NameStyle style) {
        List<String> groups = style.groups();
        List<SortedSet<String>> between = new ArrayList<>();
        List<SortedSet<String>> values = new ArrayList<>();
        for (int i = 0; i <= groups.size(); i++) {
            between.add(new TreeSet<>());
            values.add(new TreeSet<>());
        }
        for (String path : images) {
            String name = name(path);
            Matcher matcher = style.match(name).orElseThrow();
            int end = 0;
            for (int i = 0; i < groups.size(); i++) {
                between.get(i).add(name.substring(end, matcher.start(groups.get(i))));
                values.get(i).add(matcher.group(groups.get(i)));
                end = matcher.end(groups.get(i));
            }
            between.get(groups.size()).add(name.substring(end));
        }
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < groups.size(); i++) {
            pattern.append(literal(between.get(i))).append(placeholder(groups.get(i), values.get(i)));
        }
        return pattern.append(literal(between.get(groups.size()))).toString();
    }

    private static String literal(SortedSet<String> texts) {
        if (texts.size() == 1) {
            return texts.first();
        }
        String first = texts.first();
        int dot = first.lastIndexOf('.');
        String extension = dot < 0 ? "" : first.substring(dot);
        return ANYTHING + (texts.stream().allMatch(text -> text.endsWith(extension)) ? extension : "");
    }

    private static String placeholder(String name, SortedSet<String> values) {
        boolean padded = !name.equals("well") && values.stream().anyMatch(value -> value.startsWith("0"));
        return "{" + name + (padded ? ":0" + values.first().length() : "") + "}";
    }

    /** The images by the channel in their names. */
    SortedMap<Integer, List<String>> byChannel() {
        SortedMap<Integer, List<String>> images = new TreeMap<>();
        for (String path : fitting) {
            int channel = Integer.parseInt(style.match(name(path)).orElseThrow().group("channel"));
            images.computeIfAbsent(channel, number -> new ArrayList<>()).add(path);
        }
        return images;
    }

    /** The different values of a group, as numbers. */
    SortedSet<Integer> numbers(String group) {
        SortedSet<Integer> numbers = new TreeSet<>();
        if (style.has(group)) {
            fitting.forEach(path -> numbers.add(
                    Integer.parseInt(style.match(name(path)).orElseThrow().group(group))));
        }
        return numbers;
    }
}
