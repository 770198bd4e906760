package io.wellstream.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
    private final Path folder;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();

    TablesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void rowsGetTheColumnsOfTheirPartner() throws IOException {
        write("images.csv", "plate,well,file\np1,A1,a.png\np1,A2,b.png\np2,B3,c.png\n");
        write("wells.csv", "Barcode;Position;Compound\np1;A01;DMSO\np1;A02;taxol\n");

        List<CsvFile.Row> rows = read(joined(Map.of("plate", "Barcode", "well", "Position"), "wells.csv"));

        assertThat(rows).extracting(row -> row.get("compound")).containsExactly("DMSO", "taxol", "");
        assertThat(problems).isEmpty();
        assertThat(notes)
                .singleElement()
                .asString()
                .contains("wells.csv: 1 rows have no partner in the table, e.g. images.csv row 4");
    }

    @Test
    void rowsThatDifferForOneKeyAreNotUsed() throws IOException {
        write("images.csv", "plate,well,file\np1,A1,a.png\np1,A2,b.png\n");
        write("wells.csv", "well,compound\nA1,DMSO\na01,taxol\nA2,taxol\nA2,taxol\n");

        List<CsvFile.Row> rows = read(joined(Map.of("well", "well"), "wells.csv"));

        assertThat(rows).extracting(row -> row.get("compound")).containsExactly("", "taxol");
        assertThat(problems)
                .singleElement()
                .asString()
                .contains(
                        "wells.csv, row 3",
                        "[A01] are in row 2 too, and the two rows differ",
                        "for each value of well");
    }

    @Test
    void theNameOfATableMayBeAColumn() throws IOException {
        write("images.csv", "plate,well,file,map\np1,A1,a.png,one\np2,A1,b.png,../one\np3,A1,c.png,two\n");
        write("maps/one.txt", "well\tcompound\nA1\tDMSO\n");

        List<CsvFile.Row> rows = read(joined(Map.of("well", "well"), "maps/{map}.txt"));

        assertThat(rows).extracting(row -> row.get("compound")).containsExactly("DMSO", "", "");
        assertThat(problems)
                .singleElement()
                .asString()
                .contains("maps/two.txt: the table does not exist, and rows of images.csv need it");
    }

    @Test
    void aColumnMustBeInOneOfTheTables() throws IOException {
        write("images.csv", "plate,well,file\np1,A1,a.png\n");
        write("wells.csv", "well,dose\nA1,5\n");

        assertThat(read(joined(Map.of("well", "well"), "wells.csv"))).isEmpty();
        assertThat(problems)
                .singleElement()
                .asString()
                .contains("no column 'compound' in images.csv and the tables that are joined with it", "dose");
    }

    @Test
    void tablesOfOnePathPatternAreOne() throws IOException {
        write("p1/data.csv", "plate,well\np1,A1\n");
        write("p2/data.csv", "well,plate\nA1,p2\n");
        write("p2/more/data.csv", "well,plate\nA1,p3\n");

        TableQuery query = new TableQuery("{*}/data.csv", List.of("plate"), Set.of(), Map.of(), List.of());

        assertThat(read(query)).extracting(row -> row.get("plate")).containsExactly("p1", "p2");
    }

    @Test
    void rowsAreChosenByTheirValues() throws IOException {
        write("images.csv", "plane,file\n1,a\n2,b\n3,c\n");

        TableQuery two =
                new TableQuery("images.csv", List.of("file"), Set.of(), Map.of("plane", List.of("2", "3")), List.of());
        TableQuery none =
                new TableQuery("images.csv", List.of("file"), Set.of(), Map.of("plane", List.of("9")), List.of());

        assertThat(read(two)).extracting(row -> row.get("file")).containsExactly("b", "c");
        assertThat(read(none)).isEmpty();
        assertThat(problems).singleElement().asString().contains("no row has the values of table.where");
    }

    @Test
    void aTableMayBeCompressed() throws IOException {
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("wells.csv.gz")))) {
            out.write("well\nA1\n".getBytes(StandardCharsets.UTF_8));
        }
        Files.write(folder.resolve("large.csv.gz"), bomb());

        assertThat(read(TableQuery.of("wells.csv.gz", List.of("well")))).hasSize(1);
        assertThat(read(TableQuery.of("large.csv.gz", List.of("well")))).isEmpty();
        assertThat(problems).singleElement().asString().contains("larger than 1048576 bytes when decompressed");
    }

    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(new byte[2 << 20]);
        }
        return bytes.toByteArray();
    }

    private static TableQuery joined(Map<String, String> keys, String file) {
        return new TableQuery(
                "images.csv",
                List.of("plate", "well", "compound"),
                Set.of("well"),
                Map.of(),
                List.of(new TableJoin(file, keys)));
    }

    private List<CsvFile.Row> read(TableQuery query) {
        try (SourceFiles files = SourceFiles.ofFolder(folder, List.of(Path.of("/")))) {
            Tables.Limits limits = new Tables.Limits(1 << 20, 1_000, StandardCharsets.UTF_8);
            return new Tables(files, limits, problems, notes).read(query);
        }
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
