package io.wellstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wellstream.ingest.files.InvalidScreenException;
import io.wellstream.ingest.files.SourceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as spreadsheets and programs write them. */
class TableSpellingTest {
    private static final String TRAIN = """
            id_code,experiment,plate,well,sirna
            HUVEC-01_1_B03,HUVEC-01,1,B03,513
            HUVEC-01_1_B04,HUVEC-01,1,B04,840
            """;

    private final Path folder;

    TableSpellingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "\t", ","})
    void theSeparatorIsFound(String separator) throws IOException {
        write(TRAIN.replace(",", separator));

        assertThat(read().problems()).isEmpty();
        assertThat(read().rows()).extracting(MetadataRow::label).containsExactly("513", "840");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=;\n", "\uFEFFsep=;\r\n", "SEP=;\n", "\n"})
    void aSeparatorThatTheFileDeclaresIsUsedAndRowsAreStillCountedAsLines(String declaration) throws IOException {
        write(declaration + TRAIN.replace(",", ";") + "bad\n");

        assertThat(read().rows()).extracting(row -> row.line().number()).containsExactly(3L, 4L);
        assertThat(read().problems()).singleElement().asString().contains("train.csv, row 5: the row has 1 fields");
    }

    @Test
    void columnNamesMayHaveCapitals() throws IOException {
        write(TRAIN.replace("id_code,experiment,plate,well,sirna", "ID_Code, Experiment ,PLATE,Well,siRNA"));

        assertThat(read().problems()).isEmpty();
        assertThat(read().rows()).hasSize(2);
    }

    @Test
    void aMissingColumnSaysWhatWasFoundInItsPlace() throws IOException {
        write(TRAIN.replace(",", ";").replace("well", "position"));

        assertThat(read().problems())
                .extracting(problem -> problem.toString())
                .contains(
                        "train.csv, row 1: missing column 'well'; no row of the file is read; its header has 5 columns,"
                                + " separated by ';': id_code, experiment, plate, position, sirna; expected id_code,"
                                + " experiment, plate, well, sirna");
    }

    @ParameterizedTest
    @ValueSource(strings = {"B3", "b03", "B003", "b3", "B-03", "r02c03"})
    void aWellIsReadInEveryUsualSpelling(String well) throws IOException {
        write(TRAIN.replace("HUVEC-01,1,B03", "HUVEC-01,1," + well).replace("HUVEC-01_1_B03", "HUVEC-01_1_" + well));

        assertThat(read().problems()).isEmpty();
        assertThat(read().rows().getFirst().well()).hasToString("HUVEC-01/1/B03");
        assertThat(read().rows().getFirst().idCode()).isEqualTo("HUVEC-01_1_" + well);
    }

    @Test
    void aWellInTwoSpellingsIsADuplicate() throws IOException {
        write(TRAIN + "HUVEC-01_1_B3,HUVEC-01,1,B3,513\n");

        assertThat(read().problems()).singleElement().asString().contains("row 4", "duplicate id_code HUVEC-01_1_B3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "Plate1", "Plate01", "plate_1"})
    void aPlateIsReadInEveryUsualSpelling(String plate) throws IOException {
        write(TRAIN.replace("HUVEC-01,1,", "HUVEC-01," + plate + ","));

        assertThat(read().problems()).isEmpty();
        assertThat(read().rows()).allMatch(row -> row.well().plate().number() == 1);
    }

    @Test
    void integersThatBecameDecimalsAreReadAsIntegersAndTheScreenSaysSo() throws IOException {
        write(TRAIN.replace("513", "513.0").replace("840", "840.0"));
        Files.writeString(
                folder.resolve("train_controls.csv"),
                "id_code,experiment,plate,well,sirna,well_type\nHUVEC-01_1_B02,HUVEC-01,1,B02,1138,negative_control\n");

        Metadata metadata = read();

        assertThat(metadata.problems()).isEmpty();
        assertThat(metadata.rows()).extracting(MetadataRow::label).containsExactly("1138", "513", "840");
        assertThat(metadata.notes())
                .singleElement()
                .hasToString("2 labels are written as decimals, e.g. '513.0'; they are read as integers, e.g. 513");
    }

    @Test
    void aDeclaredEncodingIsUsed() throws IOException {
        String table = TRAIN.replace("513", "TGF-\u00df").replace("840", "\u00e9stradiol");
        Files.write(folder.resolve("train.csv"), table.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(read().problems())
                .first()
                .asString()
                .contains("the row is not UTF-8; expected UTF-8 text, or another encoding declared in screen.yaml");

        Files.writeString(folder.resolve("screen.yaml"), "metadata: {encoding: latin-1}\n");

        assertThat(read().problems()).isEmpty();
        assertThat(read().rows()).extracting(MetadataRow::label).containsExactly("TGF-\u00df", "\u00e9stradiol");
    }

    @Test
    void anUnknownEncodingIsRefused() throws IOException {
        Files.writeString(folder.resolve("screen.yaml"), "metadata: {encoding: klingon}\n");

        assertThatExceptionOfType(InvalidScreenException.class)
                .isThrownBy(this::read)
                .withMessageContaining("screen.yaml, 'metadata': encoding 'klingon' is not known");
    }

    private Metadata read() {
        SourceFiles files = SourceFiles.ofFolder(folder, List.of(Path.of("/")));
        return Metadata.read(files, ScreenFile.read(files), SourceLimits.DEFAULT);
    }

    private void write(String table) throws IOException {
        Files.writeString(folder.resolve("train.csv"), table);
    }
}
