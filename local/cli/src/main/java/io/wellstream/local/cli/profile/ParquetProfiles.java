package io.wellstream.local.cli.profile;

import io.wellstream.local.cli.files.ParquetFile;
import io.wellstream.local.cli.terminal.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Parquet files of profiles, through DuckDB in memory: text and whole numbers in the columns of metadata, null where there is no value, and
 * 32-bit floating-point features.
 */
final class ParquetProfiles {
    private static final Set<String> NUMBERS = Set.of(Profiler.SITE, Profiler.SITES);

    private ParquetProfiles() {}

    static byte[] write(ProfileTable table) {
        try {
            Path file = Files.createTempFile("wellstream-profiles", ".parquet");
            try (Connection database = ParquetFile.database()) {
                execute(database, create(table));
                append(database.unwrap(DuckDBConnection.class), table);
                execute(
                        database,
                        "copy profiles to " + ParquetFile.quoted(file.toString())
                                + " (format parquet, compression zstd)");
                return Files.readAllBytes(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not write the profiles", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a temporary file", e);
        }
    }

    /** Reads profiles of any tool: columns named {@code Metadata_…} are metadata, all others are features. */
    static ProfileTable read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new NoSuchFileException(file.toString());
        }
        try (Connection database = ParquetFile.database();
                Statement statement = database.createStatement();
                ResultSet rows =
                        statement.executeQuery("from read_parquet(" + ParquetFile.quoted(file.toString()) + ")")) {
            return table(rows);
        } catch (SQLException e) {
            throw new UserError(
                    file + " is not a Parquet file with columns Metadata_… and numbers: " + e.getMessage(), e);
        }
    }

    private static void execute(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String create(ProfileTable table) {
        List<String> columns = new ArrayList<>();
        table.metadata()
                .forEach(name -> columns.add(column(name) + (NUMBERS.contains(name) ? " integer" : " varchar")));
        table.featureNames().forEach(name -> columns.add(column(name) + " float"));
        return "create table profiles (" + String.join(", ", columns) + ")";
    }

    private static void append(DuckDBConnection database, ProfileTable table) throws SQLException {
        try (DuckDBAppender rows = database.createAppender("main", "profiles")) {
            for (ProfileTable.Row row : table.rows()) {
                rows.beginRow();
                for (int i = 0; i < row.metadata().size(); i++) {
                    String value = row.metadata().get(i);
                    if (value.isEmpty()) {
                        rows.appendNull();
                    } else if (NUMBERS.contains(table.metadata().get(i))) {
                        rows.append(Integer.parseInt(value));
                    } else {
                        rows.append(value);
                    }
                }
                for (float feature : row.features()) {
                    rows.append(feature);
                }
                rows.endRow();
            }
        }
    }

    private static ProfileTable table(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> metadata = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<Integer> features = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            if (columns.getColumnName(i).startsWith(ProfileTable.PREFIX)) {
                metadata.add(columns.getColumnName(i));
                places.add(i);
            } else {
                features.add(i);
            }
        }
        List<ProfileTable.Row> all = new ArrayList<>();
        while (rows.next()) {
            List<String> values = new ArrayList<>();
            for (int place : places) {
                String value = rows.getString(place);
                values.add(value == null ? "" : value);
            }
            float[] numbers = new float[features.size()];
            for (int f = 0; f < numbers.length; f++) {
                numbers[f] = rows.getFloat(features.get(f));
            }
            all.add(new ProfileTable.Row(values, numbers));
        }
        return new ProfileTable(metadata, all);
    }

    private static String column(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
