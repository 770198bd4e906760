package io.wellstream.local.cli.profile;

import io.wellstream.local.cli.files.ParquetFile;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.wire.rows.Csv;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The form of a file of profiles, by the end of its name. */
enum ProfileFormat {
    PARQUET {
        @Override
        byte[] write(ProfileTable table) {
            return ParquetProfiles.write(table);
        }

        @Override
        ProfileTable read(Path file) throws IOException {
            return ParquetProfiles.read(file);
        }
    },
    CSV {
        @Override
        byte[] write(ProfileTable table) {
            List<String> header = new ArrayList<>(table.metadata());
            header.addAll(table.featureNames());
            return Csv.write(header, table.rows().stream().map(row -> {
                List<String> fields = new ArrayList<>(row.metadata());
                for (float feature : row.features()) {
                    fields.add(Float.toString(feature));
                }
                return fields;
            }));
        }

        @Override
        ProfileTable read(Path file) throws IOException {
            return CsvProfiles.read(file);
        }
    };

    abstract byte[] write(ProfileTable table);

    /** Reads profiles of any tool: columns named {@code Metadata_…} are metadata, all others are features. */
    abstract ProfileTable read(Path file) throws IOException;

    /** Throws a {@link UserError} for other files. */
    static ProfileFormat of(Path file) {
        if (ParquetFile.isNamed(file)) {
            return PARQUET;
        }
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            return CSV;
        }
        throw new UserError(file + " ends in neither .parquet nor .csv; expected one of them");
    }
}
