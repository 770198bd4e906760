package io.wellstream.ingest.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another table. A row gets the columns of the row there that has the same values in the key columns.
 *
 * @param file its path; {@code {Column}} in it is the value that a row has in this column
 * @param keys the names of the key columns there, by those of the rows that are joined
 */
public record TableJoin(String file, Map<String, String> keys) {
    private static final Pattern COLUMN = Pattern.compile("\\{([^{}]+)}");

    public TableJoin {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no keys for " + file
                    + "; expected columns with equal values, e.g. {Metadata_Well: well_position}");
        }
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    /** The columns that a row needs for this. */
    List<String> needs() {
        List<String> columns = new ArrayList<>(keys.keySet());
        COLUMN.matcher(file).results().map(found -> found.group(1)).forEach(columns::add);
        return columns;
    }

    /** The path of the table for a row; empty if the row has no value for it, or one that is not part of a file name. */
    Optional<String> fileFor(CsvFile.Row row) {
        List<String> values = COLUMN.matcher(file)
                .results()
                .map(found -> row.get(found.group(1)))
                .toList();
        if (values.stream().anyMatch(value -> value.isEmpty() || value.matches(".*[/\\\\\\p{Cntrl}].*|\\.\\.?"))) {
            return Optional.empty();
        }
        return Optional.of(COLUMN.matcher(file)
                .replaceAll((MatchResult found) -> Matcher.quoteReplacement(row.get(found.group(1)))));
    }
}
