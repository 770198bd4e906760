package io.wellstream.ingest.source;

import io.wellstream.ingest.table.TableJoin;
import io.wellstream.ingest.table.TableQuery;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The keys below {@code table} in {@code screen.yaml}. */
final class DescribedTableKeys {
    private DescribedTableKeys() {}

    /** @param others the tables that are joined with it */
    static DescribedTable table(YamlNode table, List<YamlNode> others) {
        table.only("file", "columns", "constants", "controls", "files", "where");
        Map<Field, String> names = fields(table.child("columns"));
        Map<Field, String> constants = fields(table.child("constants"));
        Map<Integer, String> files = files(table.texts("files"));
        TableColumns columns = new TableColumns(names, constants, files);
        List<Field> missing = new ArrayList<>();
        for (Field field : List.of(Field.EXPERIMENT, Field.PLATE, Field.LABEL)) {
            if (!columns.has(field)) {
                missing.add(field);
            }
        }
        if (!columns.has(Field.WELL) && !(columns.has(Field.ROW) && columns.has(Field.COLUMN))) {
            missing.add(Field.WELL);
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("no " + missing.getFirst().key()
                    + "; expected it under columns, or under constants if it is the same for all rows");
        }
        if (columns.has(Field.FILE) && !columns.has(Field.CHANNEL)) {
            throw new IllegalArgumentException(
                    "columns.file without columns.channel; expected both in a table with a row per image");
        }
        return new DescribedTable(query(table, others, columns), columns, controls(table.child("controls")));
    }

    private static TableQuery query(YamlNode table, List<YamlNode> others, TableColumns columns) {
        List<TableJoin> joins =
                others.stream().map(other -> other.as(DescribedTableKeys::join)).toList();
        Set<String> wells = new HashSet<>();
        Optional.ofNullable(columns.names().get(Field.WELL)).ifPresent(wells::add);
        return new TableQuery(
                table.text("file").orElse("metadata.csv"), columns.all(), wells, table.choices("where"), joins);
    }

    private static TableJoin join(YamlNode other) {
        other.only("file", "keys");
        String file = other.text("file").orElseThrow(() -> new IllegalArgumentException("no file; expected its path"));
        return new TableJoin(file, other.textsByKey("keys"));
    }

    private static Map<Field, String> fields(YamlNode node) {
        node.only(Field.keys());
        Map<Field, String> fields = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            node.text(field.key()).ifPresent(text -> fields.put(field, text));
        }
        return fields;
    }

    /** The columns with the file of each channel, in the order of the channels' numbers from 1. */
    private static Map<Integer, String> files(List<String> columns) {
        Map<Integer, String> files = new TreeMap<>();
        columns.forEach(column -> files.put(files.size() + 1, column));
        return files;
    }

    private static Controls controls(YamlNode controls) {
        controls.only("negative", "positive");
        return new Controls(controls.texts("negative"), controls.texts("positive"));
    }
}
