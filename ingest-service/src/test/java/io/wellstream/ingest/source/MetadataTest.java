package io.wellstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataTest {
    private static final String TRAIN = """
            id_code,experiment,plate,well,sirna
            HUVEC-01_1_B03,HUVEC-01,1,B03,513
            HUVEC-01_1_B04,HUVEC-01,1,B04,840
            """;
    private static final String CONTROLS = """
            id_code,experiment,plate,well,sirna,well_type
            HUVEC-01_1_B02,HUVEC-01,1,B02,1138,negative_control
            HUVEC-01_1_C03,HUVEC-01,1,C03,1109,positive_control
            """;
    private static final String TEST = """
            id_code,experiment,plate,well
            HUVEC-02_1_B03,HUVEC-02,1,B03
            """;
    private static final String TEST_CONTROLS = """
            id_code,experiment,plate,well,sirna,well_type
            HUVEC-02_1_B02,HUVEC-02,1,B02,1138,negative_control
            """;

    private final Path folder;

    MetadataTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theFourFilesGiveEveryWellItsRole() throws IOException {
        write("train.csv", TRAIN);
        write("train_controls.csv", CONTROLS);
        write("test.csv", TEST);
        write("test_controls.csv", TEST_CONTROLS);

        Metadata metadata = read();

        assertThat(metadata.problems()).isEmpty();
        assertThat(metadata.rows())
                .extracting(row -> row.well() + " " + row.label() + " " + row.subset() + " " + row.role())
                .containsExactly(
                        "HUVEC-01/1/B02 1138 SUBSET_TRAIN WELL_ROLE_NEGATIVE_CONTROL",
                        "HUVEC-01/1/B03 513 SUBSET_TRAIN WELL_ROLE_TREATMENT",
                        "HUVEC-01/1/B04 840 SUBSET_TRAIN WELL_ROLE_TREATMENT",
                        "HUVEC-01/1/C03 1109 SUBSET_TRAIN WELL_ROLE_POSITIVE_CONTROL",
                        "HUVEC-02/1/B02 1138 SUBSET_TEST WELL_ROLE_NEGATIVE_CONTROL",
                        "HUVEC-02/1/B03  SUBSET_TEST WELL_ROLE_TREATMENT");
    }

    @Test
    void theFilesMayBeInAMetadataFolder() throws IOException {
        Files.createDirectory(folder.resolve("metadata"));
        write("metadata/train.csv", TRAIN);

        assertThat(read().rows())
                .hasSize(2)
                .extracting(row -> row.line().file())
                .containsOnly("metadata/train.csv");
    }

    @Test
    void aFolderWithoutMetadataSaysSo() {
        assertThat(read().problems()).singleElement().asString().contains("no metadata", "train.csv");
    }

    /** Each bad row is row 4, between good ones, which are read. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "HUVEC-01_1_B05,HUVEC-01,1,B05,7,x          | unknown column: 'x'",
                "HUVEC-01_1_B05,HUVEC-01,1,B05              | the row has 4 fields; expected 5; no sirna",
                "HUVEC-01_1_Z99,HUVEC-01,1,Z99,7            | impossible well 'Z99'; expected A01 to P24",
                "HUVEC-01_1_Q05,HUVEC-01,1,Q05,7            | impossible well Q05",
                "HUVEC-01_1_B5x,HUVEC-01,1,B5x,7            | impossible well 'B5x'",
                "HUVEC-01_1_B05,HUVEC-01,1,B05,nan          | sirna 'nan' says that the well has no label",
                "HUVEC-01_1_B05,HUVEC-01,1,B05,EMPTY_control | sirna 'EMPTY_control' says that the well has no label",
                "HUVEC-01_1_B05,HUVEC-01,1,B05,NA           | sirna 'NA' says that the well has no label",
                "HUVEC-01_1_A05,HUVEC-01,1,A05,7            | well A05 is outside the plate design; expected a well of B02-O23",
                "HUVEC-01_2_B05,HUVEC-01,1,B05,7            | id_code 'HUVEC-01_2_B05' disagrees with the row's experiment, plate and well; expected HUVEC-01_1_B05",
                "XYZ-01_1_B05,XYZ-01,1,B05,7                | the cell type of experiment 'XYZ-01' is not one of the screen's; expected one of HEPG2, HUVEC, RPE, U2OS",
                "HUVEC-01_0_B05,HUVEC-01,0,B05,7            | plate '0' is not valid; expected a number from 1 to 9999",
                "HUVEC-01_1_B05,HUVEC-01,1,B05,1108         | sirna '1108' is out of range; expected a number below 1108",
                "HUVEC-01_1_B05,HUVEC-01,1,B05,-1           | sirna '-1' is not written like the others; expected an integer",
                "HUVEC-01_1_B05,HUVEC-01,1,B05,sirna_7      | sirna 'sirna_7' is not written like the others",
                "HUVEC-01_1_B05,HUVEC-01,1,B05,             | no sirna; expected an integer",
                "HUVEC-01_1_B04,HUVEC-01,1,B04,840          | duplicate id_code HUVEC-01_1_B04: it is in train.csv, row 3 too",
                "\"HUVEC-01_1_B05,HUVEC-01,1,B05,7          | a quote is left open",
            })
    void aBadRowIsReportedAndTheOthersAreRead(String row, String said) throws IOException {
        write("train.csv", TRAIN + row + "\nHUVEC-01_1_B06,HUVEC-01,1,B06,8\n");

        Metadata metadata = read();

        assertThat(metadata.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.place().file()).isEqualTo("train.csv");
            assertThat(problem.place().row()).isEqualTo(4);
            assertThat(problem.toString()).contains(said);
        });
        assertThat(metadata.rows())
                .extracting(good -> good.well().position().toString())
                .containsExactly("B03", "B04", "B06");
    }

    @Test
    void rowsThatContradictEachOtherAreBothLeftOut() throws IOException {
        write("train.csv", TRAIN + "HUVEC-01_1_B04,HUVEC-01,1,B04,841\n");

        Metadata metadata = read();

        assertThat(metadata.problems()).singleElement().asString().contains("row 4", "row 3, and the two rows differ");
        assertThat(metadata.rows()).extracting(MetadataRow::well).containsExactly(WellId.parse("HUVEC-01/1/B03"));
    }

    @Test
    void aWellInTwoFilesIsADuplicate() throws IOException {
        write("train.csv", TRAIN);
        write("train_controls.csv", CONTROLS + "HUVEC-01_1_B03,HUVEC-01,1,B03,1138,negative_control\n");

        assertThat(read().problems())
                .singleElement()
                .asString()
                .contains("train_controls.csv, row 4", "train.csv, row 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HUVEC-01_1_C04,HUVEC-01,1,C04,1109,positive_control | positive control outside the plate design; expected one of C03, C07",
                "HUVEC-01_1_C07,HUVEC-01,1,C07,1109,blank | well_type 'blank' is not a kind of control; expected positive_control or negative_control",
                "HUVEC-01_1_C07,HUVEC-01,1,C07,1139,positive_control | sirna '1139' is out of range",
            })
    void aBadControlIsNamed(String row, String said) throws IOException {
        write("train_controls.csv", CONTROLS + row + "\n");

        Metadata metadata = read();

        assertThat(metadata.problems()).singleElement().asString().contains("train_controls.csv, row 4", said);
        assertThat(metadata.rows()).hasSize(2);
    }

    @Test
    void anUnknownColumnIsNamedAndTheRowsAreRead() throws IOException {
        write("train.csv", "id_code,experiment,plate,well,sirna,mood\nHUVEC-01_1_B03,HUVEC-01,1,B03,513,fine\n");

        Metadata metadata = read();

        assertThat(metadata.problems()).singleElement().asString().contains("train.csv, row 1: unknown column 'mood'");
        assertThat(metadata.rows()).hasSize(1);
    }

    @Test
    void aMissingColumnCostsOnlyItsFile() throws IOException {
        write("train.csv", "id_code,experiment,plate,well\nHUVEC-01_1_B03,HUVEC-01,1,B03\n");
        write("test.csv", TEST);

        Metadata metadata = read();

        assertThat(metadata.problems()).singleElement().asString().contains("train.csv, row 1: missing column 'sirna'");
        assertThat(metadata.rows()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"metadata-2019, 36515, 19897", "metadata-current, 36517, 19899"})
    void theRealMetadataAreReadInBothNotations(String form, int train, int test) {
        Path real = ReferenceData.folder().resolve(form);

        Metadata metadata = read(real, SourceLimits.DEFAULT);

        assertThat(metadata.problems()).isEmpty();
        assertThat(rowsByFile(metadata))
                .isEqualTo(Map.of(
                        "train.csv", train, "test.csv", test, "train_controls.csv", 4_097, "test_controls.csv", 2_246));
        assertThat(metadata.rows())
                .filteredOn(row -> row.label().isEmpty())
                .hasSize(test)
                .allMatch(row -> row.subset() == Subset.SUBSET_TEST && row.role() == WellRole.WELL_ROLE_TREATMENT);
    }

    private static Map<String, Integer> rowsByFile(Metadata metadata) {
        return metadata.rows().stream()
                .collect(
                        Collectors.groupingBy(row -> row.line().file(), TreeMap::new, Collectors.summingInt(row -> 1)));
    }

    private Metadata read() {
        return read(folder, SourceLimits.DEFAULT);
    }

    private static Metadata read(Path folder, SourceLimits limits) {
        return Metadata.read(SourceFiles.ofFolder(folder, List.of(Path.of("/"))), ScreenFile.rxrx1(), limits);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
