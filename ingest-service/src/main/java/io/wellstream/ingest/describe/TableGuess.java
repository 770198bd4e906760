package io.wellstream.ingest.describe;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which column of a table has what, by the names that the field uses.
 *
 * @param columns by the key that {@code screen.yaml} has for it
 * @param files the columns with a file of each channel, each with its first files
 * @param plates the plates of the first rows
 */
record TableGuess(
        String file,
        Map<String, String> columns,
        Map<String, List<String>> files,
        Set<String> plates,
        Set<String> negative,
        Set<String> positive) {
    private static final int MOST_FILES = 500;

    private static final Map<String, List<String>> SYNONYMS = synonyms();
    private static final Pattern NEGATIVE = Pattern.compile(
            "(?i)dmso|neg|negcon|negative|negative[_ ]control|untreated|vehicle|mock|scrambled?|non-?targeting|nt|empty");
    private static final Pattern POSITIVE = Pattern.compile("(?i)pos|poscon.*|positive|positive[_ ]control");

    private static final Pattern BARCODE = Pattern.compile("[A-Za-z]{0,4}[_-]?[0-9]{5,12}");

    private static Map<String, List<String>> synonyms() {
        Map<String, List<String>> synonyms = new LinkedHashMap<>();
        synonyms.put("experiment", List.of("experiment", "batch", "run"));
        synonyms.put("cell-type", List.of("celltype", "cellline", "cell"));
        synonyms.put("plate", List.of("plate", "barcode", "platebarcode", "assayplatebarcode", "plateid"));
        synonyms.put("well", List.of("well", "wellid", "wellposition", "wellname"));
        synonyms.put("row", List.of("row", "wellrow"));
        synonyms.put("column", List.of("column", "col", "wellcolumn", "wellcol"));
        synonyms.put("site", List.of("site", "field", "fov", "fieldid"));
        synonyms.put("part", List.of("dataset", "split", "part", "subset"));
        synonyms.put(
                "label",
                List.of(
                        "label",
                        "treatment",
                        "compound",
                        "sirna",
                        "gene",
                        "perturbation",
                        "pertiname",
                        "drug",
                        "inchikey",
                        "broadsample",
                        "compoundid",
                        "compoundname"));
        synonyms.put("dose", List.of("dose", "concentration", "conc", "mmolesperliter"));
        synonyms.put("control", List.of("control", "role", "welltype", "controltype", "perttype"));
        return synonyms;
    }

    /** The guess for a table; empty if it names no wells. */
    static Optional<TableGuess> of(String file, List<String> header, List<List<String>> rows) {
        Map<String, String> columns = new LinkedHashMap<>();
        SYNONYMS.forEach((key, names) -> names.stream()
                .flatMap(name -> header.stream().filter(column -> plain(column).equals(name)))
                .findFirst()
                .ifPresent(column -> columns.put(key, column)));
        if (columns.containsKey("well")) {
            columns.remove("row");
            columns.remove("column");
        } else if (!columns.containsKey("row") || !columns.containsKey("column")) {
            return Optional.empty();
        }
        Map<String, List<String>> files = new LinkedHashMap<>();
        header.stream()
                .filter(column -> column.matches("(Image_)?FileName_(?!Illum).+"))
                .forEach(column -> {
                    int at = header.indexOf(column);
                    files.put(
                            column,
                            rows.stream()
                                    .filter(row -> at < row.size())
                                    .limit(MOST_FILES)
                                    .map(row -> row.get(at))
                                    .toList());
                });
        int plateAt = header.indexOf(columns.getOrDefault("plate", ""));
        Set<String> plates = rows.stream()
                .filter(row -> plateAt >= 0 && plateAt < row.size())
                .map(row -> row.get(plateAt).strip())
                .collect(Collectors.toSet());
        String kinds = columns.getOrDefault("control", columns.getOrDefault("label", ""));
        int at = header.indexOf(kinds);
        Set<String> negative = new LinkedHashSet<>();
        Set<String> positive = new LinkedHashSet<>();
        for (List<String> row : at < 0 ? List.<List<String>>of() : rows) {
            String value = at < row.size() ? row.get(at).strip() : "";
            if (NEGATIVE.matcher(value).matches()) {
                negative.add(value);
            } else if (POSITIVE.matcher(value).matches()) {
                positive.add(value);
            }
        }
        return Optional.of(new TableGuess(file, columns, files, plates, negative, positive));
    }

    private static String plain(String column) {
        return column.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("^metadata_", "")
                .replaceAll("[^a-z0-9]", "");
    }

    /** Whether a folder's name is that of a plate: one in the table or, if the table has none, a barcode. */
    boolean isPlate(String folder) {
        return has("plate") ? plates.contains(folder) : BARCODE.matcher(folder).matches();
    }

    boolean has(String key) {
        return columns.containsKey(key);
    }
}
