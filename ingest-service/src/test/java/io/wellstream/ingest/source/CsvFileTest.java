package io.wellstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of CSV that are read, and damaged files. */
class CsvFileTest {
    private static final String TRAIN = """
            id_code,experiment,plate,well,sirna
            HUVEC-01_1_B03,HUVEC-01,1,B03,513
            HUVEC-01_1_B04,HUVEC-01,1,B04,840
            """;

    private final Path folder;

    CsvFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aByteOrderMarkWindowsLineEndsAndBlankLinesAreSkippedAndRowsAreCountedAsLines() throws IOException {
        String text = "\uFEFF" + TRAIN.replace("\n", "\r\n").replace("sirna\r\n", "sirna\r\n\r\n") + ",,,,\r\nbad\r\n";
        write("train.csv", text);

        Metadata metadata = read();

        assertThat(metadata.rows()).hasSize(2);
        assertThat(metadata.problems()).singleElement().asString().contains("row 6: the row has 1 fields");
    }

    @Test
    void aRowThatIsNotUtf8IsNamed() throws IOException {
        Files.write(
                folder.resolve("train.csv"), (TRAIN + "HUVEC-01_1_B\u00e9,x\n").getBytes(StandardCharsets.ISO_8859_1));

        Metadata metadata = read();

        assertThat(metadata.rows()).hasSize(2);
        assertThat(metadata.problems()).singleElement().asString().contains("train.csv, row 4: the row is not UTF-8");
    }

    @Test
    void aUtf16FileIsRefusedAsSuch() throws IOException {
        Files.write(folder.resolve("train.csv"), TRAIN.getBytes(StandardCharsets.UTF_16));

        assertThat(read().problems()).singleElement().asString().contains("UTF-16");
    }

    @Test
    void moreRowsThanAllowedAreNotReadAndReported() throws IOException {
        write("train.csv", TRAIN);

        Metadata metadata = read(new SourceLimits(1 << 20, 1 << 20, 1, 10));

        assertThat(metadata.rows()).extracting(row -> row.line().number()).containsExactly(2L);
        assertThat(metadata.problems())
                .singleElement()
                .hasToString("train.csv, row 3: the rows from here on are not read; expected at most 1");
    }

    @Test
    void aFileLargerThanAllowedIsNotReadAtAll() throws IOException {
        write("train.csv", TRAIN);

        Metadata metadata = read(new SourceLimits(1 << 20, 50, 10, 10));

        assertThat(metadata.rows()).isEmpty();
        assertThat(metadata.problems())
                .singleElement()
                .hasToString("train.csv: the file has " + TRAIN.length() + " bytes; expected at most 50");
    }

    @Test
    void aRowOrAFieldOfExcessiveLengthCostsOnlyItself() throws IOException {
        String field = "x".repeat(1_001);
        String row = ",".repeat(70_000);
        write("train.csv", TRAIN + field + ",HUVEC-01,1,B05,5\n" + row + "\nHUVEC-01_1_B06,HUVEC-01,1,B06,6\n");

        Metadata metadata = read();

        assertThat(metadata.rows()).hasSize(3);
        assertThat(metadata.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "train.csv, row 4: field 1 has 1001 characters; expected at most 1000",
                        "train.csv, row 5: the row has 70000 bytes; expected at most 65536");
    }

    @Test
    void aFieldCannotControlATerminal() throws IOException {
        write("train.csv", TRAIN + "\u001b[2J,HUVEC-01,1,B05,5\n");

        assertThat(read().problems()).singleElement().asString().contains("id_code '\uFFFD[2J' disagrees");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"TGF-β, 5 ng/ml", "3\" disk", "\"", "two\nlines", "two\r\nlines, and \"quotes\"", "ギリシャ, 薬"})
    void aQuotedLabelKeepsItsCommasQuotesAndLineBreaks(String label) throws IOException {
        String quoted = '"' + label.replace("\"", "\"\"") + '"';
        write(
                "train.csv",
                "id_code,experiment,plate,well,sirna\nHUVEC-01_1_B03,HUVEC-01,1,B03," + quoted
                        + "\nHUVEC-01_1_B04,HUVEC-01,1,B04,UNTREATED\nbad\n");

        Metadata metadata = read();

        long lines = label.lines().count();
        assertThat(metadata.rows())
                .extracting(row -> row.line().number() + " " + row.label())
                .containsExactly("2 " + label, (2 + lines) + " UNTREATED");
        assertThat(metadata.problems()).singleElement().asString().startsWith("train.csv, row " + (3 + lines) + ": ");
    }

    @Test
    void anOpenQuoteCostsOnlyItsLineEvenIfALaterLineClosesIt() throws IOException {
        write("train.csv", """
                id_code,experiment,plate,well,sirna
                "HUVEC-01_1_B03,HUVEC-01,1,B03,513
                HUVEC-01_1_B04,HUVEC-01,1,B04,840
                HUVEC-01_1_B05,HUVEC-01,1,B05,"841
                HUVEC-01_1_B06,HUVEC-01,1,B06,842
                """);

        Metadata metadata = read();

        assertThat(metadata.rows())
                .extracting(row -> row.well().position().toString())
                .containsExactly("B04", "B06");
        assertThat(metadata.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "train.csv, row 2: a quote is left open; expected a closing quote",
                        "train.csv, row 4: a quote is left open; expected a closing quote");
    }

    @Test
    @Timeout(60)
    void theTimeToReadOpenQuotesIsLinear() throws IOException {
        write("train.csv", TRAIN + "\"\n".repeat(300_000) + ("\"\"\n".repeat(1_000) + "\"\n").repeat(100));

        assertThat(read().rows()).hasSize(2);
    }

    private Metadata read() {
        return read(SourceLimits.DEFAULT);
    }

    private Metadata read(SourceLimits limits) {
        return Metadata.read(SourceFiles.ofFolder(folder, List.of(Path.of("/"))), ScreenFile.rxrx1(), limits);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
