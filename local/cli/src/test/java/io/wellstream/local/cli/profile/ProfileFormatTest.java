package io.wellstream.local.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wellstream.local.cli.terminal.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileFormatTest {
    private static final ProfileTable TABLE = new ProfileTable(
            List.of("Metadata_Plate", "Metadata_Treatment", Profiler.SITE),
            List.of(
                    new ProfileTable.Row(List.of("P1", "a \"quoted\", name", "1"), new float[] {1.5f, -0.1f, 3e-30f}),
                    new ProfileTable.Row(List.of("P1", "", "12"), new float[] {Float.MIN_VALUE, 0, 16_777_217}),
                    new ProfileTable.Row(List.of("P2", "ß ☃", "2"), new float[] {1, 2, 3})));

    private final Path folder;

    ProfileFormatTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @EnumSource(ProfileFormat.class)
    void whatIsWrittenIsReadAgain(ProfileFormat format) throws IOException {
        Path file = folder.resolve("it's.parquet");
        Files.write(file, format.write(TABLE));

        ProfileTable read = format.read(file);

        assertThat(read.metadata()).isEqualTo(TABLE.metadata());
        assertThat(read.featureNames())
                .containsExactly("Cells_Embedding_0001", "Cells_Embedding_0002", "Cells_Embedding_0003");
        for (int i = 0; i < 3; i++) {
            assertThat(read.rows().get(i).metadata())
                    .isEqualTo(TABLE.rows().get(i).metadata());
            assertThat(read.rows().get(i).features())
                    .isEqualTo(TABLE.rows().get(i).features());
        }
    }

    @Test
    void theNameDecides() {
        assertThat(ProfileFormat.of(Path.of("a.CSV"))).isEqualTo(ProfileFormat.CSV);
        assertThat(ProfileFormat.of(Path.of("a.parquet"))).isEqualTo(ProfileFormat.PARQUET);
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> ProfileFormat.of(Path.of("a.xlsx")))
                .withMessageContaining("expected one of them");
    }

    @Test
    void whatIsNoTableOfProfilesIsSaid() throws IOException {
        assertRefused("a.csv", "Metadata_Plate,f1\nP1,x\n", "row 2, column f1 is 'x'; expected a number");
        assertRefused("a.csv", "Metadata_Plate,f1\nP1,nan\n", "column f1 is 'nan'");
        assertRefused("a.csv", "Metadata_Plate,f1\nP1\n", "row 2: 1 fields; expected 2");
        assertRefused("a.csv", "plate,f1\nP1,2\n", "0 columns of metadata and 2 features");
        assertRefused("a.csv", "Metadata_Plate,f1\n", "has no row");
        assertRefused("a.parquet", "no parquet", "is not a Parquet file");
    }

    private void assertRefused(String name, String content, String said) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, content);
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> ProfileFormat.of(file).read(file))
                .withMessageContaining(said);
    }
}
