package io.wellstream.local.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFileTest {
    @Test
    void aCsvFileBecomesOneWithNumbers(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("it's.parquet");
        byte[] csv = "mean,id_code,site\n1.5,\"a, b\",1\n,HUVEC-01_1_B03,2\n".getBytes(StandardCharsets.UTF_8);

        Files.write(file, ParquetFile.ofCsv(csv));

        try (Connection database = ParquetFile.database();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("select mean * 2, id_code, site + 1 from "
                        + ParquetFile.quoted(file.toString()) + " order by site")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getDouble(1)).isEqualTo(3);
            assertThat(rows.getString(2)).isEqualTo("a, b");
            assertThat(rows.getInt(3)).isEqualTo(2);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getObject(1)).isNull();
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void theNameDecides() {
        assertThat(ParquetFile.isNamed(Path.of("a.PARQUET"))).isTrue();
        assertThat(ParquetFile.isNamed(Path.of("parquet.csv"))).isFalse();
    }
}
