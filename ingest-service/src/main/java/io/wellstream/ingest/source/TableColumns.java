package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.MetadataColumns;
import io.wellstream.ingest.table.CsvFile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where a table says what.
 *
 * @param names the columns
 * @param constants what holds for every row and is in no column
 * @param files the columns with the file of each channel, by the channel's number, in a table with all files of a site in a row
 */
record TableColumns(Map<Field, String> names, Map<Field, String> constants, Map<Integer, String> files) {
    TableColumns {
        names = Map.copyOf(names);
        constants = Map.copyOf(constants);
        files = Map.copyOf(files);
    }

    /** A table of the competition of 2019. */
    static TableColumns ofCompetition(MetadataColumns columns, boolean labelled, boolean controls) {
        Map<Field, String> names = placed("id_code");
        if (labelled) {
            names.put(Field.LABEL, columns.label());
        }
        if (controls) {
            names.put(Field.CONTROL, columns.control());
        }
        return new TableColumns(names, Map.of(), Map.of());
    }

    /** The table of the download of 2020, which has a row per site. */
    static TableColumns ofDownload(MetadataColumns columns) {
        Map<Field, String> names = placed("well_id");
        names.put(Field.CELL_TYPE, "cell_type");
        names.put(Field.SITE, "site");
        names.put(Field.PART, "dataset");
        names.put(Field.LABEL, columns.label());
        names.put(Field.CONTROL, columns.control());
        return new TableColumns(names, Map.of(), Map.of());
    }

    private static Map<Field, String> placed(String id) {
        return new EnumMap<>(
                Map.of(Field.ID, id, Field.EXPERIMENT, "experiment", Field.PLATE, "plate", Field.WELL, "well"));
    }

    /** Whether every row says it. */
    boolean has(Field field) {
        return names.containsKey(field) || constants.containsKey(field);
    }

    /** What a row says; empty if it says nothing. */
    String get(CsvFile.Row row, Field field) {
        String name = names.get(field);
        return name == null ? constants.getOrDefault(field, "") : row.get(name);
    }

    /** The column's name, for messages. */
    String name(Field field) {
        return names.getOrDefault(field, field.key());
    }

    /** Every column that a row must have. */
    List<String> all() {
        List<String> all = new ArrayList<>();
        for (Field field : Field.values()) {
            String name = names.get(field);
            if (name != null && !all.contains(name)) {
                all.add(name);
            }
        }
        files.values().stream().filter(name -> !all.contains(name)).forEach(all::add);
        return all;
    }
}
