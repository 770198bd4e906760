package io.wellstream.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads files that DuckDB writes. */
class ParquetTableTest {
    private static final String ROWS =
            "SELECT * FROM (VALUES ('BR1', 1::BIGINT, 2.0::DOUBLE, 0.5::DOUBLE, true), ('é', NULL, NULL, NULL, false))"
                    + " rows(Metadata_Plate, Metadata_Site, pandas, dose, good)";

    private final Path folder;

    ParquetTableTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
    void valuesAreTexts(String codec) throws Exception {
        CsvText table = ParquetTable.read(parquet(ROWS, codec), 10);

        assertThat(table.header()).containsExactly("Metadata_Plate", "Metadata_Site", "pandas", "dose", "good");
        assertThat(table.rows())
                .containsExactly(List.of("BR1", "1", "2", "0.5", "true"), List.of("é", "", "", "", "false"));
    }

    @Test
    void rowsAreLikeThoseOfACsvFile() throws Exception {
        byte[] file = parquet("SELECT 'p' AS plate, 'A' || i AS Well FROM range(1, 6) rows(i)", "SNAPPY");
        List<Problem> problems = new ArrayList<>();
        CsvFile.Layout layout = new CsvFile.Layout(List.of("well"), true, StandardCharsets.UTF_8);

        List<CsvFile.Row> rows = TableFile.of("wells.parquet", file, 1 << 20).rows(layout, 3, problems);

        assertThat(rows).extracting(row -> row.get("well")).containsExactly("A1", "A2", "A3");
        assertThat(problems).singleElement().asString().contains("row 4", "are not read; expected at most 3");
        problems.clear();
        layout = new CsvFile.Layout(List.of("compound"), true, StandardCharsets.UTF_8);
        assertThat(TableFile.of("wells.parquet", file, 1 << 20).rows(layout, 3, problems))
                .isEmpty();
        assertThat(problems).singleElement().asString().contains("missing column 'compound'", "it has plate, Well");
    }

    @Test
    void nestedAndDamagedFilesAreRefused() throws Exception {
        refused(parquet("SELECT [1, 2] AS list", "SNAPPY"), "nested columns");
        refused("no Parquet".getBytes(StandardCharsets.UTF_8), "cannot be read as Parquet");
        byte[] good = parquet("SELECT i, 'well ' || i AS well FROM range(1000) rows(i)", "SNAPPY");
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) { // read, or refused
            byte[] damaged = good.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(ParquetTable.read(damaged, 2_000).rows().size()).isLessThanOrEqualTo(2_000);
            } catch (BadFileException refused) {
                assertThat(refused.finding().expected()).contains("Parquet");
            }
        }
    }

    private static void refused(byte[] file, String reason) {
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> ParquetTable.read(file, 10))
                .withMessageContaining(reason);
    }

    private byte[] parquet(String select, String codec) throws SQLException, IOException {
        Path file = folder.resolve(codec + ".parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            boolean unused = statement.execute(
                    "COPY (" + select + ") TO '" + file + "' (FORMAT PARQUET, COMPRESSION " + codec + ")");
        }
        return Files.readAllBytes(file);
    }
}
