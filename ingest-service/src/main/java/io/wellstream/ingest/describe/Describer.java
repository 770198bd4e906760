package io.wellstream.ingest.describe;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.pixels.ImageFile;
import io.wellstream.ingest.table.CsvText;
import io.wellstream.ingest.table.TableFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Proposes a description of the screen in a folder from the names of its images and the columns of its tables. */
public final class Describer {
    private static final int MOST_IMAGES = 200_000;
    private static final long MOST_TABLE_BYTES = 16L << 20;
    private static final int MOST_ROWS = 5_000;

    private final SourceFiles files;
    private final long imageBytes;
    private final List<String> images = new ArrayList<>();
    private final List<String> tables = new ArrayList<>();
    private final TreeSet<String> indexes = new TreeSet<>();
    private final List<String> questions = new ArrayList<>();

    private Describer(SourceFiles files, long imageBytes) {
        this.files = files;
        this.imageBytes = imageBytes;
    }

    /** @param imageBytes the largest image file that is looked at */
    public static Proposal describe(SourceFiles files, long imageBytes) {
        Describer describer = new Describer(files, imageBytes);
        files.forEach(describer::take);
        return describer.proposal();
    }

    private void take(String path) {
        String name = NamePattern.name(path).toLowerCase(Locale.ROOT);
        if (name.startsWith(".") || path.startsWith("__MACOSX/")) {
            return;
        }
        boolean image = name.endsWith(".png") || name.endsWith(".tif") || name.endsWith(".tiff");
        if (image && images.size() < MOST_IMAGES) {
            images.add(path);
        } else if (TableFile.isHarmonyIndex(path)) {
            indexes.add(path);
        } else if (TableFile.isNamed(path)) {
            tables.add(path);
        }
    }

    private Proposal proposal() {
        Optional<TableGuess> table = table();
        Optional<HarmonyGuess> harmony = HarmonyGuess.of(files, indexes, MOST_TABLE_BYTES * 4);
        if (harmony.isPresent()) {
            return harmony.get().proposal(files, table, imageBytes);
        }
        Optional<NamePattern> pattern = NamePattern.of(
                images, folder -> table.map(guess -> guess.isPlate(folder)).orElse(false));
        StringBuilder yaml = new StringBuilder("name: screen\n");
        boolean named = table.map(guess -> !guess.files().isEmpty()).orElse(false);
        pattern.filter(found -> !named).ifPresent(found -> {
            yaml.append("images: \"").append(found.text()).append("\"\n");
            int other = images.size() - found.fitting().size();
            if (other > 0) {
                questions.add("%,d of %,d images have other names, e.g. %s: are they part of the screen?"
                        .formatted(other, images.size(), otherThan(found)));
            }
        });
        if (pattern.isEmpty() && !named) {
            questions.add(
                    images.isEmpty()
                            ? "There is no PNG or TIFF image: where are they?"
                            : "What do the names of the images mean, e.g. " + images.getFirst() + "?");
        }
        List<ChannelGuess> channels = named
                ? ChannelGuess.ofTable(files, table.orElseThrow(), images, imageBytes)
                : pattern.map(found -> ChannelGuess.ofPattern(files, found, imageBytes))
                        .orElse(List.of());
        channels(yaml, channels, named);
        sites(yaml, pattern, named);
        table.ifPresentOrElse(
                guess -> table(yaml, guess, pattern),
                () -> questions.add("No CSV table has a column of wells: which treatment is in which well?"));
        return new Proposal(
                yaml.toString(),
                questions,
                pattern.map(found -> oneSite(found, channels)).orElse(List.of()));
    }

    private String otherThan(NamePattern found) {
        TreeSet<String> fitting = new TreeSet<>(found.fitting());
        return images.stream()
                .filter(path -> !fitting.contains(path))
                .findFirst()
                .orElse("");
    }

    private Optional<TableGuess> table() {
        for (String table : new TreeSet<>(tables)) {
            try {
                Optional<byte[]> bytes = files.read(table, MOST_TABLE_BYTES);
                if (bytes.isEmpty()) {
                    continue;
                }
                CsvText text =
                        TableFile.of(table, bytes.get(), MOST_TABLE_BYTES).front(MOST_ROWS);
                Optional<TableGuess> guess = TableGuess.of(table, text.header(), text.rows());
                if (guess.isPresent()) {
                    return guess;
                }
            } catch (BadFileException unreadable) {
                questions.add("Is " + table + " the table of wells? It is not looked at: "
                        + unreadable.finding().problem() + ".");
            }
        }
        return Optional.empty();
    }

    private void channels(StringBuilder yaml, List<ChannelGuess> channels, boolean named) {
        if (channels.stream().anyMatch(channel -> channel.sample().isPresent())) {
            yaml.append("bit-depth: 16\n");
        }
        DepthGuess depth =
                DepthGuess.of(channels.stream().map(ChannelGuess::sample).toList());
        yaml.append("channels:\n");
        channels.forEach(channel -> yaml.append(channel.yaml(depth)));
        if (channels.isEmpty()) {
            yaml.append("  - {number: 1, stain: \"\"}\n");
        }
        if (!named) {
            questions.add("What does each channel show? Set stain.");
        }
        channels.forEach(
                channel -> depth.question(channel.number(), channel.sample()).ifPresent(questions::add));
        channels.stream()
                .flatMap(channel -> channel.images().stream().limit(1))
                .findFirst()
                .ifPresent(this::readable);
    }

    private static void sites(StringBuilder yaml, Optional<NamePattern> pattern, boolean named) {
        SortedSet<Integer> sites = pattern.map(found -> found.numbers("site")).orElse(new TreeSet<>());
        int most = named ? 999 : sites.isEmpty() ? 1 : Math.max(1, sites.last());
        yaml.append("sites: ").append(most).append('\n');
    }

    private void table(StringBuilder yaml, TableGuess guess, Optional<NamePattern> pattern) {
        Map<String, String> constants = new TreeMap<>();
        if (!guess.has("experiment") && !pattern.map(NamePattern::experiments).orElse(false)) {
            constants.put("experiment", "screen-1");
            questions.add("Which plates were processed together? All are experiment screen-1 now.");
        } else if (!guess.has("experiment")) {
            questions.add(
                    "Which column of " + guess.file() + " names the experiment, which is a folder of the images?");
        }
        if (!guess.has("cell-type")) {
            constants.put("cell-type", "unknown");
            questions.add("Which cell type is it? Set constants.cell-type.");
        }
        if (!guess.has("plate")) {
            String plate = pattern.flatMap(NamePattern::onlyPlate).orElse("1");
            constants.put("plate", plate);
            questions.add("Which plate is a well on? No column of " + guess.file() + " says so; all are on plate "
                    + plate + " now.");
        }
        if (!guess.has("label")) {
            constants.put("label", "unknown");
            questions.add("Which column of " + guess.file() + " has the treatment? Set columns.label.");
        }
        if (guess.negative().isEmpty()) {
            questions.add("Which wells are untreated? Set controls.negative.");
        }
        yaml.append("table:\n  file: ").append(quoted(guess.file())).append("\n  columns:\n");
        guess.columns().forEach((key, column) -> yaml.append("    ")
                .append(key)
                .append(": ")
                .append(quoted(column))
                .append('\n'));
        if (!constants.isEmpty()) {
            yaml.append("  constants:\n");
            constants.forEach((key, value) -> yaml.append("    ")
                    .append(key)
                    .append(": ")
                    .append(quoted(value))
                    .append('\n'));
        }
        yaml.append("  controls: {negative: ")
                .append(guess.negative().stream().map(Describer::quoted).toList())
                .append(", positive: ")
                .append(guess.positive().stream().map(Describer::quoted).toList())
                .append("}\n");
        if (!guess.files().isEmpty()) {
            yaml.append("  files: ")
                    .append(guess.files().keySet().stream()
                            .map(Describer::quoted)
                            .toList())
                    .append('\n');
        }
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void readable(String image) {
        try {
            Optional<byte[]> bytes = files.read(image, imageBytes);
            if (bytes.isPresent()) {
                ImageFile.of(bytes.get()).page(1);
            }
        } catch (BadImageException | BadFileException e) {
            questions.add("Can the images be converted? " + image + ": " + e.getMessage() + ".");
        }
    }

    /** The images of the first site that has every channel. */
    private static List<Proposal.Image> oneSite(NamePattern pattern, List<ChannelGuess> channels) {
        if (!pattern.style().has("channel")) {
            String first = pattern.fitting().getFirst();
            return channels.stream()
                    .map(channel -> new Proposal.Image(first, Math.max(1, channel.page()), channel.levels()))
                    .toList();
        }
        Map<String, TreeMap<Integer, String>> sites = new TreeMap<>();
        for (String path : pattern.fitting()) {
            var parts = pattern.style().match(NamePattern.name(path)).orElseThrow();
            String site = path.substring(0, path.lastIndexOf('/') + 1);
            for (String group : pattern.style().groups()) {
                site += group.equals("channel") ? "" : "/" + parts.group(group);
            }
            TreeMap<Integer, String> found = sites.computeIfAbsent(site, key -> new TreeMap<>());
            found.put(Integer.parseInt(parts.group("channel")), path);
            if (found.size() == channels.size()) {
                return channels.stream()
                        .map(channel ->
                                new Proposal.Image(found.getOrDefault(channel.number(), ""), 1, channel.levels()))
                        .toList();
            }
        }
        return List.of();
    }
}
