package io.wellstream.ingest.describe;

import io.wellstream.imaging.screen.Levels;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.pixels.LevelSample;
import io.wellstream.ingest.table.CsvText;
import io.wellstream.ingest.table.TableFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A screen that Harmony exported, as its indexes describe it: they name every image, and a table of wells says what is in the wells. */
final class HarmonyGuess {
    private static final int MOST_ROWS = 500_000;
    private static final List<String> CHOSEN = List.of("Plane", "Timepoint");

    private final SortedSet<String> indexes;
    private final List<String> header;
    private final List<List<String>> rows;
    private final List<String> questions = new ArrayList<>();

    private HarmonyGuess(SortedSet<String> indexes, CsvText first) {
        this.indexes = indexes;
        this.header = first.header();
        this.rows = first.rows();
    }

    /** Reads the first index; empty if there is none, or if it names no image. */
    static Optional<HarmonyGuess> of(SourceFiles files, SortedSet<String> indexes, long mostBytes) {
        for (String index : indexes) {
            try {
                Optional<byte[]> bytes = files.read(index, mostBytes);
                if (bytes.isPresent()) {
                    CsvText first = TableFile.of(index, bytes.get(), mostBytes).front(MOST_ROWS);
                    return first.rows().isEmpty() ? Optional.empty() : Optional.of(new HarmonyGuess(indexes, first));
                }
            } catch (BadFileException notAnIndex) {
                // the names of the images are looked at instead
            }
        }
        return Optional.empty();
    }

    Proposal proposal(SourceFiles files, Optional<TableGuess> wells, long imageBytes) {
        Map<String, String> where = where();
        SortedMap<Integer, List<String>> images = images(where);
        Map<Integer, Optional<LevelSample>> samples = new LinkedHashMap<>();
        images.forEach((channel, paths) -> samples.put(channel, LevelSample.of(files, paths, 1, imageBytes)));
        StringBuilder yaml = new StringBuilder("name: screen\n");
        channels(yaml, samples);
        yaml.append("sites: ").append(most("Field")).append('\n');
        yaml.append("table:\n  file: ")
                .append(Describer.quoted(file()))
                .append("\n  columns:\n    plate: Plate\n    well: Well\n    site: Field\n    channel: Channel\n")
                .append("    file: FileName\n    folder: PathName\n");
        Map<String, String> constants = new TreeMap<>(Map.of("experiment", "screen-1", "cell-type", "unknown"));
        for (String key : List.of("experiment", "cell-type", "part", "label", "dose", "control")) {
            wells.map(guess -> guess.columns().get(key)).ifPresent(column -> {
                yaml.append("    ")
                        .append(key)
                        .append(": ")
                        .append(Describer.quoted(column))
                        .append('\n');
                constants.remove(key);
            });
        }
        ask(wells, constants);
        yaml.append("  constants: ").append(flow(constants)).append('\n');
        if (!where.isEmpty()) {
            yaml.append("  where: ").append(flow(where)).append('\n');
        }
        yaml.append("  controls: {negative: ")
                .append(quoted(wells.map(TableGuess::negative).orElse(Set.of())))
                .append(", positive: ")
                .append(quoted(wells.map(TableGuess::positive).orElse(Set.of())))
                .append("}\n");
        wells.ifPresent(guess -> yaml.append("tables:\n  - file: ")
                .append(Describer.quoted(guess.file()))
                .append("\n    keys: ")
                .append(flow(keys(guess)))
                .append('\n'));
        return new Proposal(yaml.toString(), questions, oneSite(images, samples));
    }

    /** The middle plane and the first time point, if there are several. */
    private Map<String, String> where() {
        Map<String, String> where = new TreeMap<>();
        for (String column : CHOSEN) {
            List<String> values = values(column);
            if (values.size() > 1) {
                String chosen = values.get(column.equals("Plane") ? values.size() / 2 : 0);
                where.put(column, chosen);
                questions.add("Which %s is the one to use? The index has %d; the screen takes %s now."
                        .formatted(column.equals("Plane") ? "plane" : "time point", values.size(), chosen));
            }
        }
        return where;
    }

    private List<String> values(String column) {
        int at = header.indexOf(column);
        return rows.stream()
                .map(row -> row.get(at))
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(Integer::valueOf)
                .distinct()
                .sorted()
                .map(String::valueOf)
                .toList();
    }

    private int most(String column) {
        return values(column).stream().mapToInt(Integer::parseInt).max().orElse(1);
    }

    private String value(List<String> row, String column) {
        return row.get(header.indexOf(column));
    }

    /** The images of the chosen plane and time by channel. */
    private SortedMap<Integer, List<String>> images(Map<String, String> where) {
        TreeMap<Integer, List<String>> images = new TreeMap<>();
        for (List<String> row : rows) {
            String channel = value(row, "Channel");
            boolean chosen = where.entrySet().stream()
                    .allMatch(some -> value(row, some.getKey()).equals(some.getValue()));
            if (chosen && channel.matches("[1-9][0-9]?")) {
                String folder = value(row, "PathName");
                images.computeIfAbsent(Integer.valueOf(channel), number -> new ArrayList<>())
                        .add((folder.isEmpty() ? "" : folder + "/") + value(row, "FileName"));
            }
        }
        return images;
    }

    private void channels(StringBuilder yaml, Map<Integer, Optional<LevelSample>> samples) {
        if (samples.values().stream().anyMatch(Optional::isPresent)) {
            yaml.append("bit-depth: 16\n");
        }
        DepthGuess depth = DepthGuess.of(samples.values());
        yaml.append("channels:\n");
        samples.forEach((channel, sample) -> {
            String stain = rows.stream()
                    .filter(row -> value(row, "Channel").equals(String.valueOf(channel)))
                    .map(row -> value(row, "ChannelName"))
                    .findFirst()
                    .orElse("");
            yaml.append("  - {number: ").append(channel).append(", stain: ").append(Describer.quoted(stain));
            yaml.append(depth.keys(sample))
                    .append('}')
                    .append(depth.remark(sample))
                    .append('\n');
            depth.question(channel, sample).ifPresent(questions::add);
        });
    }

    /** The only index, or a path that fits all of them. */
    private String file() {
        String first = indexes.first();
        if (indexes.size() == 1) {
            return first;
        }
        String[] parts = first.split("/", -1);
        for (String index : indexes) {
            String[] other = index.split("/", -1);
            for (int i = 0; i < Math.min(parts.length, other.length); i++) {
                parts[i] = parts[i].equals(other[i]) ? parts[i] : "{*}";
            }
        }
        return String.join("/", parts);
    }

    private void ask(Optional<TableGuess> wells, Map<String, String> constants) {
        if (constants.containsKey("experiment")) {
            questions.add("Which plates were processed together? All are experiment screen-1 now.");
        }
        if (constants.containsKey("cell-type")) {
            questions.add("Which cell type is it? Set constants.cell-type.");
        }
        if (wells.map(guess -> !guess.has("label")).orElse(true)) {
            constants.put("label", "unknown");
            questions.add(
                    wells.isPresent()
                            ? "Which column of " + wells.get().file() + " has the treatment? Set columns.label."
                            : "No CSV table has a column of wells: which treatment is in which well?");
        }
        if (wells.map(TableGuess::negative).map(Set::isEmpty).orElse(true)) {
            questions.add("Which wells are untreated? Set controls.negative.");
        }
    }

    /** The columns that find a well of the index in the table of wells. */
    private static Map<String, String> keys(TableGuess wells) {
        Map<String, String> keys = new LinkedHashMap<>();
        wells.columns().forEach((key, column) -> {
            switch (key) {
                case "plate" -> keys.put("Plate", column);
                case "well" -> keys.put("Well", column);
                case "row" -> keys.put("Row", column);
                case "column" -> keys.put("Column", column);
                default -> {} // says something of the well
            }
        });
        return keys;
    }

    private static String flow(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(text -> text.getKey() + ": " + Describer.quoted(text.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static List<String> quoted(Set<String> texts) {
        return texts.stream().map(Describer::quoted).toList();
    }

    /** The images of the first field of the first well. */
    private static List<Proposal.Image> oneSite(
            SortedMap<Integer, List<String>> images, Map<Integer, Optional<LevelSample>> samples) {
        List<Proposal.Image> site = new ArrayList<>();
        images.forEach((channel, paths) -> {
            Optional<Levels> levels =
                    samples.getOrDefault(channel, Optional.empty()).map(LevelSample::proposal);
            site.add(new Proposal.Image(paths.getFirst(), 1, levels));
        });
        return site;
    }
}
