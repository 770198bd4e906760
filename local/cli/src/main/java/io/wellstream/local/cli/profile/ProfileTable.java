package io.wellstream.local.cli.profile;

import io.wellstream.local.cli.terminal.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Wells or sites with their embeddings. All columns of metadata are named {@code Metadata_…}, and all features {@code Cells_Embedding_…},
 * as pycytominer tells them apart.
 *
 * @param metadata the names of the columns
 * @param rows all with that many values, and all with the same number of features
 */
public record ProfileTable(List<String> metadata, List<Row> rows) {
    public static final String PREFIX = "Metadata_";

    /**
     * A well or a site.
     *
     * @param metadata in the order of the columns; empty where there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Row(List<String> metadata, float[] features) {
        public Row {
            metadata = List.copyOf(metadata);
        }
    }

    public ProfileTable {
        metadata = List.copyOf(metadata);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.metadata.size() != metadata.size() || row.features.length != rows.getFirst().features.length) {
                throw new IllegalArgumentException(row.metadata.size() + " values and " + row.features.length
                        + " features in a table of " + metadata.size() + " columns and "
                        + rows.getFirst().features.length + " features");
            }
        }
    }

    public int features() {
        return rows.isEmpty() ? 0 : rows.getFirst().features.length;
    }

    /** The names of the features' columns. */
    public List<String> featureNames() {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= features(); i++) {
            names.add(String.format(Locale.ROOT, "Cells_Embedding_%04d", i));
        }
        return names;
    }

    /** The place of a column of metadata; throws a {@link UserError} naming the columns if there is none of that name. */
    public int column(String name) {
        int at = metadata.indexOf(name);
        if (at < 0) {
            throw UserError.doesNotExist("column", name, metadata);
        }
        return at;
    }

    /** A column of metadata. */
    public List<String> values(String name) {
        int at = column(name);
        return rows.stream().map(row -> row.metadata.get(at)).toList();
    }

    /** The same rows with other features. */
    ProfileTable withFeatures(List<float[]> features) {
        List<Row> changed = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            changed.add(new Row(rows.get(i).metadata, features.get(i)));
        }
        return new ProfileTable(metadata, changed);
    }
}
