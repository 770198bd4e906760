package io.wellstream.ingest.table;

import io.wellstream.imaging.screen.WellSpelling;
import io.wellstream.ingest.problem.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Adds the columns of other tables to rows. A row without a partner has these columns empty. */
final class JoinedTables {
    private final Tables tables;
    private final TableJoin join;
    private final TableQuery query;
    private final List<Problem> problems;
    private final List<Problem> notes;
    private final Map<String, Partners> read = new HashMap<>();
    private final List<CsvFile.Row> alone = new ArrayList<>();

    /** The rows of one of the tables by their keys. */
    private static final class Partners {
        private final Map<List<String>, CsvFile.Row> rows = new HashMap<>();
        private final IdentityHashMap<List<String>, List<String>> headers = new IdentityHashMap<>();
        private List<String> header = List.of();
    }

    JoinedTables(Tables tables, TableJoin join, TableQuery query, List<Problem> problems, List<Problem> notes) {
        this.tables = tables;
        this.join = join;
        this.query = query;
        this.problems = problems;
        this.notes = notes;
    }

    List<CsvFile.Row> join(List<CsvFile.Row> rows) {
        List<CsvFile.Row> joined = rows.stream().map(this::joined).toList();
        if (!alone.isEmpty()) {
            CsvFile.Row first = alone.getFirst();
            notes.add(Problem.ofFile(
                    join.file(),
                    "%,d rows have no partner in the table, e.g. %s row %d with %s"
                            .formatted(alone.size(), first.file(), first.line(), keys(first)),
                    ""));
        }
        return joined;
    }

    private CsvFile.Row joined(CsvFile.Row row) {
        Optional<String> file = join.fileFor(row);
        if (file.isEmpty()) {
            alone.add(row);
            return row;
        }
        Partners partners = read.computeIfAbsent(file.get(), this::partners);
        List<String> keys = keys(row);
        CsvFile.Row partner = partners.rows.get(keys);
        if (partner == null && keys.stream().anyMatch(key -> !key.isEmpty())) {
            alone.add(row);
        }
        List<String> header = partners.headers.computeIfAbsent(row.header(), own -> both(own, partners.header));
        List<String> fields = partner == null ? Collections.nCopies(partners.header.size(), "") : partner.fields();
        return new CsvFile.Row(row.file(), row.line(), header, both(row.fields(), fields));
    }

    private static List<String> both(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first.size() + second.size());
        both.addAll(first);
        both.addAll(second);
        return both;
    }

    private List<String> keys(CsvFile.Row row) {
        return join.keys().keySet().stream()
                .map(column -> spelled(column, row.get(column)))
                .toList();
    }

    /** Wells are compared by their position. */
    private String spelled(String column, String value) {
        if (!query.wells().contains(column)) {
            return value;
        }
        try {
            return WellSpelling.parse(value).toString();
        } catch (IllegalArgumentException reportedWithItsRow) {
            return value;
        }
    }

    private Partners partners(String file) {
        Partners partners = new Partners();
        if (!tables.has(file)) {
            problems.add(Problem.ofFile(
                    file, "the table does not exist, and rows of " + query.file() + " need it", "the table"));
            return partners;
        }
        List<String> there = List.copyOf(join.keys().values());
        List<CsvFile.Row> rows = tables.read(file, new CsvFile.Layout(there, true, tables.charset()));
        if (rows.isEmpty()) {
            return partners;
        }
        List<String> needed = query.needed();
        partners.header = rows.getFirst().header().stream()
                .map(column -> there.contains(column) ? column : TableFile.canonical(column, needed))
                .toList();
        Set<List<String>> contradicted = new HashSet<>();
        for (CsvFile.Row row : rows) {
            add(row, partners, contradicted);
        }
        contradicted.forEach(partners.rows::remove);
        return partners;
    }

    private void add(CsvFile.Row row, Partners partners, Set<List<String>> contradicted) {
        List<String> keys = join.keys().entrySet().stream()
                .map(key -> spelled(key.getKey(), row.get(key.getValue())))
                .toList();
        CsvFile.Row first = partners.rows.putIfAbsent(keys, row);
        if (first != null && !first.fields().equals(row.fields()) && contradicted.add(keys)) {
            problems.add(Problem.ofRow(
                    row.file(),
                    row.line(),
                    "the keys " + keys + " are in row " + first.line()
                            + " too, and the two rows differ; neither is used",
                    "one row for each value of " + String.join(", ", join.keys().values())));
        }
    }
}
