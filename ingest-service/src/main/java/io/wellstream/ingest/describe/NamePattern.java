package io.wellstream.ingest.describe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;

/**
 * The pattern of a folder's images: that of their names in the style that most of them have, and that of their folders.
 *
 * @param text as {@code screen.yaml} has it
 * @param fitting the images that have it
 * @param plates whether a folder names the plate
 * @param experiments whether a folder names the experiment
 * @param onlyPlate the folder that names the plate of all images; empty if there are several, or none
 */
record NamePattern(
        String text,
        NameStyle style,
        List<String> fitting,
        boolean plates,
        boolean experiments,
        Optional<String> onlyPlate) {
    private static final String ANYTHING = "{*}";

    /**
     * The pattern of most of the images; empty if their names have no known style.
     *
     * @param isPlate whether a folder's name is that of a plate, which decides if there is only one
     */
    static Optional<NamePattern> of(Collection<String> images, Predicate<String> isPlate) {
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
        List<Level> levels = levels(alike);
        Optional<String> onlyPlate = onlyPlate(levels, isPlate);
        String folders = folders(levels, onlyPlate);
        return Optional.of(new NamePattern(
                folders + names(alike, best),
                best,
                alike,
                folders.contains("{plate"),
                folders.contains("{experiment"),
                onlyPlate));
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

    /**
     * The folders at one depth.
     *
     * @param names without their end
     * @param end of all names: {@code .zarr}, or empty
     */
    private record Level(SortedSet<String> names, String end) {
        private static final String ZARR = ".zarr";

        static Level of(SortedSet<String> names) {
            if (!names.stream().allMatch(name -> name.endsWith(ZARR))) {
                return new Level(names, "");
            }
            TreeSet<String> bare = new TreeSet<>();
            names.forEach(name -> bare.add(name.substring(0, name.length() - ZARR.length())));
            return new Level(bare, ZARR);
        }

        boolean isNumbered() {
            return names.stream().allMatch(name -> name.toLowerCase(Locale.ROOT).matches("plate[ _-]?[0-9]+"));
        }
    }

    /** From the top down. */
    private static List<Level> levels(List<String> images) {
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
        return levels.stream().map(Level::of).toList();
    }

    private static Optional<String> onlyPlate(List<Level> levels, Predicate<String> isPlate) {
        return levels.stream()
                .filter(level -> level.names.size() == 1 && !level.isNumbered())
                .map(level -> level.names.first())
                .filter(isPlate)
                .reduce((upper, deeper) -> deeper);
    }

    /** From the deepest folder up: the only plate, or the first that varies, is the plate, the next the experiment. */
    private static String folders(List<Level> levels, Optional<String> onlyPlate) {
        StringBuilder folders = new StringBuilder();
        List<String> names =
                new ArrayList<>(onlyPlate.isPresent() ? List.of("{experiment}") : List.of("{plate}", "{experiment}"));
        for (Level level : levels.reversed()) {
            boolean plate = onlyPlate.isPresent() && level.names.equals(Set.of(onlyPlate.get()));
            folders.insert(0, (plate ? "{plate}" : text(level, names)) + level.end + "/");
        }
        return folders.toString();
    }

    private static String text(Level level, List<String> names) {
        if (List.of("test", "train").containsAll(level.names)) {
            return "{subset}";
        }
        if (level.names.size() == 1 && !level.isNumbered()) {
            return level.names.first();
        }
        String name = names.isEmpty() ? ANYTHING : names.removeFirst();
        return level.isNumbered() && name.equals("{plate}")
                ? level.names.first().replaceAll("[0-9]+$", "") + name
                : name;
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
