package io.wellstream.local.cli.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;

/** Parquet files, through DuckDB in memory. */
public final class ParquetFile {
    private ParquetFile() {}

    /** Whether a file's name says that it is one. */
    public static boolean isNamed(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".parquet");
    }

    /** A CSV file with a header as Parquet; a column of numbers becomes one of numbers. */
    public static byte[] ofCsv(byte[] csv) {
        try {
            Path from = Files.createTempFile("wellstream-table", ".csv");
            Path to = Files.createTempFile("wellstream-table", ".parquet");
            try (Connection database = database();
                    Statement statement = database.createStatement()) {
                Files.write(from, csv);
                statement.execute(
                        "copy (from read_csv(" + quoted(from.toString()) + ", header = true, sample_size = -1)) to "
                                + quoted(to.toString()) + " (format parquet, compression zstd)");
                return Files.readAllBytes(to);
            } finally {
                Files.deleteIfExists(from);
                Files.deleteIfExists(to);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not write the table", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a temporary file", e);
        }
    }

    /** A database in memory that loads no extension from the network. */
    public static Connection database() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("autoinstall_known_extensions", "false");
        return DriverManager.getConnection("jdbc:duckdb:", settings);
    }

    /** A text in SQL. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
