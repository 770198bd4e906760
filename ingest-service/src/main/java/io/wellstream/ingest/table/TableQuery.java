package io.wellstream.ingest.table;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which rows of a screen's tables are read.
 *
 * @param file the path of the table; with {@code {*}} for anything within a folder's or file's name, all tables of such paths together
 * @param columns that each row must have, from whichever table
 * @param wells those of the columns that have wells, whose spelling may differ from table to table
 * @param where the values that a row must have one of, by column
 * @param joins the tables that add columns, in order
 */
public record TableQuery(
        String file, List<String> columns, Set<String> wells, Map<String, List<String>> where, List<TableJoin> joins) {
    private static final String ANYTHING = "{*}";

    public TableQuery {
        columns = List.copyOf(columns);
        wells = Set.copyOf(wells);
        where = Map.copyOf(where);
        joins = List.copyOf(joins);
    }

    /** The rows of one table. */
    public static TableQuery of(String file, List<String> columns) {
        return new TableQuery(file, columns, Set.of(), Map.of(), List.of());
    }

    /** Whether several files may be meant. */
    boolean hasPattern() {
        return file.contains(ANYTHING);
    }

    Pattern pattern() {
        return Pattern.compile(Stream.of(file.split(Pattern.quote(ANYTHING), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("[^/]*")));
    }

    /** Every column that some part of this needs. */
    List<String> needed() {
        Set<String> all = new LinkedHashSet<>(columns);
        all.addAll(where.keySet());
        joins.forEach(join -> all.addAll(join.needs()));
        return new ArrayList<>(all);
    }
}
