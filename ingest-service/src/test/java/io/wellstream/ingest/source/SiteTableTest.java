package io.wellstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.Rxrx1;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RxRx1 as it is downloaded since 2020: one metadata.csv with a row per site. */
class SiteTableTest {
    private static final String HEADER =
            "site_id,well_id,cell_type,dataset,experiment,plate,well,site,well_type,sirna,sirna_id\n";
    private static final String GOOD = HEADER + """
            HUVEC-01_1_B02_1,HUVEC-01_1_B02,HUVEC,train,HUVEC-01,1,B02,1,negative_control,EMPTY,1138
            HUVEC-01_1_B02_2,HUVEC-01_1_B02,HUVEC,train,HUVEC-01,1,B02,2,negative_control,EMPTY,1138
            HUVEC-01_1_B03_2,HUVEC-01_1_B03,HUVEC,train,HUVEC-01,1,B03,2,treatment,s21721,513
            HUVEC-01_1_B03_1,HUVEC-01_1_B03,HUVEC,train,HUVEC-01,1,B03,1,treatment,s21721,513
            HUVEC-01_1_C03_1,HUVEC-01_1_C03,HUVEC,train,HUVEC-01,1,C03,1,positive_control,s15652,1109
            HUVEC-02_1_B03_1,HUVEC-02_1_B03,HUVEC,test,HUVEC-02,1,B03,1,treatment,s21721,513
            """;

    private final Path folder;

    SiteTableTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theRowsOfSitesGiveWellsWithTheSitesThatTheyName() throws IOException {
        write(GOOD);

        Metadata metadata = read();

        assertThat(metadata.problems()).isEmpty();
        assertThat(metadata.rows())
                .extracting(row -> row.well() + " " + row.label() + " " + row.subset() + " " + row.role() + " "
                        + row.sites().sites())
                .containsExactly(
                        "HUVEC-01/1/B02 EMPTY SUBSET_TRAIN WELL_ROLE_NEGATIVE_CONTROL [1, 2]",
                        "HUVEC-01/1/B03 s21721 SUBSET_TRAIN WELL_ROLE_TREATMENT [1, 2]",
                        "HUVEC-01/1/C03 s15652 SUBSET_TRAIN WELL_ROLE_POSITIVE_CONTROL [1]",
                        "HUVEC-02/1/B03 s21721 SUBSET_TEST WELL_ROLE_TREATMENT [1]");
        assertThat(metadata.rows()).filteredOn(MetadataRow::isUnseen).hasSize(1);
    }

    @Test
    void theFormIsRecognisedByItsTableAndItsImages() throws IOException {
        write(GOOD);
        assertThat(ScreenFile.read(files()).screen()).isEqualTo(Rxrx1.DOWNLOAD);
        assertThat(ScreenFile.read(files()).layout()).isEqualTo(Layout.rxrx1());

        Path plate = Files.createDirectories(folder.resolve("images/HUVEC-01/Plate1"));
        Files.createFile(plate.resolve("B03_s1.png"));
        assertThat(ScreenFile.read(files()).screen()).isEqualTo(Rxrx1.WILDS);

        Files.createFile(plate.resolve("B02_s1_w1.png"));
        assertThat(ScreenFile.read(files()).screen()).isEqualTo(Rxrx1.DOWNLOAD);
    }

    @Test
    void wildsValidationPartIsNotForTrainingEither() throws IOException {
        write(GOOD.replace(",test,", ",val,"));

        assertThat(read().rows().getLast().subset()).isEqualTo(Subset.SUBSET_TEST);
    }

    @Test
    void aFolderWithBothFormsIsReadAsTheCompetitionAndSaysSo() throws IOException {
        write(GOOD);
        Files.writeString(
                folder.resolve("train.csv"), "id_code,experiment,plate,well,sirna\nHUVEC-01_1_B03,HUVEC-01,1,B03,5\n");

        Metadata metadata = read();

        assertThat(metadata.rows()).hasSize(1);
        assertThat(metadata.problems()).singleElement().asString().contains("metadata.csv: the table is not read");
        assertThat(ScreenFile.read(files()).screen()).isEqualTo(Rxrx1.COMPETITION);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HUVEC-01_1_B05_3,HUVEC-01_1_B05,HUVEC,train,HUVEC-01,1,B05,3,treatment,s7,7 | site '3' is not a site of the screen; expected 1 to 2",
                "HUVEC-01_1_B05_1,HUVEC-01_1_B05,HUVEC,dev,HUVEC-01,1,B05,1,treatment,s7,7 | dataset 'dev' is not a part of the screen; expected train, val or test",
                "HUVEC-01_1_B05_1,HUVEC-01_1_B05,HUVEC,train,HUVEC-01,1,B05,1,blank,s7,7 | well_type 'blank' is not a kind of well; expected treatment, positive_control or negative_control",
                "HUVEC-01_1_B05_1,HUVEC-01_1_B05,U2OS,train,HUVEC-01,1,B05,1,treatment,s7,7 | cell_type 'U2OS' disagrees with experiment 'HUVEC-01'; expected HUVEC",
                "HUVEC-01_1_B05_1,HUVEC-01_2_B05,HUVEC,train,HUVEC-01,1,B05,1,treatment,s7,7 | well_id 'HUVEC-01_2_B05' disagrees with the row's experiment, plate and well",
                "HUVEC-01_1_B03_1,HUVEC-01_1_B03,HUVEC,train,HUVEC-01,1,B03,1,treatment,s21721,513 | duplicate well_id HUVEC-01_1_B03, site 1; the well's rows begin in metadata.csv, row 4",
            })
    void aBadRowIsReportedAndTheOthersAreRead(String row, String said) throws IOException {
        write(GOOD + row + "\n");

        Metadata metadata = read();

        assertThat(metadata.problems()).singleElement().asString().contains("metadata.csv, row 8", said);
        assertThat(metadata.rows()).hasSize(4);
    }

    @Test
    void aWellWhoseRowsContradictEachOtherIsLeftOut() throws IOException {
        write(GOOD.replace("B03_1,HUVEC-01_1_B03,HUVEC,train", "B03_1,HUVEC-01_1_B03,HUVEC,test"));

        Metadata metadata = read();

        assertThat(metadata.problems()).singleElement().asString().contains("the two rows differ; neither is used");
        assertThat(metadata.rows())
                .extracting(row -> row.well().toString())
                .doesNotContain("HUVEC-01/1/B03")
                .hasSize(3);
    }

    /** The whole table, with the wells of the competition's files and invented test labels. */
    @Test
    void aTableOfTheRealSizeIsRead() throws IOException {
        Path real = ReferenceData.folder().resolve("metadata-2019");
        Metadata old = Metadata.read(
                SourceFiles.ofFolder(real, List.of(Path.of("/"))), ScreenFile.rxrx1(), SourceLimits.DEFAULT);
        List<String> lines = new ArrayList<>();
        for (MetadataRow row : old.rows()) {
            for (int site = 1; site <= 2; site++) {
                lines.add(line(row, site));
            }
        }
        write(HEADER + String.join("\n", lines) + "\n");

        Metadata metadata = read();

        assertThat(metadata.problems()).isEmpty();
        assertThat(lines).hasSize(125_510);
        assertThat(metadata.rows())
                .hasSameSizeAs(old.rows())
                .allMatch(row -> row.sites().sites().equals(List.of(1, 2)));
        assertThat(metadata.rows()).filteredOn(MetadataRow::isUnseen).hasSize(19_897);
    }

    private static String line(MetadataRow row, int site) {
        String label = row.role() == WellRole.WELL_ROLE_NEGATIVE_CONTROL ? "EMPTY" : "s" + row.label();
        String role = row.role().name().substring("WELL_ROLE_".length()).toLowerCase(java.util.Locale.ROOT);
        return String.join(
                ",",
                row.idCode() + "_" + site,
                row.idCode(),
                row.cellType().name(),
                row.subset() == Subset.SUBSET_TEST ? "test" : "train",
                row.well().experiment().name(),
                String.valueOf(row.well().plate().number()),
                row.well().position().toString(),
                String.valueOf(site),
                role,
                label,
                "7");
    }

    private SourceFiles files() {
        return SourceFiles.ofFolder(folder, List.of(Path.of("/")));
    }

    private Metadata read() {
        return Metadata.read(files(), ScreenFile.read(files()), SourceLimits.DEFAULT);
    }

    private void write(String table) throws IOException {
        Files.writeString(folder.resolve("metadata.csv"), table);
    }
}
