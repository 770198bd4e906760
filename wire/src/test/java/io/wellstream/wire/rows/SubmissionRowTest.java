package io.wellstream.wire.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.WellId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionRowTest {
    private static final WellId WELL = WellId.of("HEPG2-08", 1, "B03");
    private static final CellType HEPG2 = new CellType("HEPG2");

    @Test
    void aRowIsALineOfPlainCsv() {
        byte[] csv = SubmissionRow.write(List.of(new SubmissionRow("HEPG2-08_1_B03", WELL, HEPG2)));

        assertThat(new String(csv, StandardCharsets.UTF_8))
                .isEqualTo("id_code,experiment,plate,well,cell_type\nHEPG2-08_1_B03,HEPG2-08,1,B03,HEPG2\n");
    }

    @Property
    void rowsReadAreTheRowsWritten(@ForAll @NotEmpty List<@NotEmpty @StringLength(max = 20) String> idCodes) {
        List<SubmissionRow> rows = idCodes.stream()
                .map(code -> new SubmissionRow(code, WELL, HEPG2))
                .toList();

        List<SubmissionRow> read = SubmissionRow.read(SubmissionRow.write(rows));

        assertThat(read).containsExactlyElementsOf(rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,HEPG2-08,1,B03|line 3 is 'a,HEPG2-08,1,B03'; expected id_code,experiment,plate,well,cell_type",
                "a,HEPG2-08,0,B03,HEPG2|line 3: plate 0 of HEPG2-08; expected 1 to 9999, or a name of letters, digits, '.', '_' and '-', 63 at most",
                ",HEPG2-08,1,B03,HEPG2|line 3: the id_code of well HEPG2-08/1/B03 is empty",
            })
    void aLineThatIsNotARowIsNamed(String line, String problem) {
        String csv = "id_code,experiment,plate,well,cell_type\nb,HEPG2-08,1,B03,HEPG2\n" + line + "\n";

        assertThatThrownBy(() -> SubmissionRow.read(csv.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(problem);
    }

    @Test
    void aPlateMayHaveAName() {
        SubmissionRow row = new SubmissionRow("a", WellId.of("2021-04-26", "BR00117035", "B03"), HEPG2);

        assertThat(SubmissionRow.read(SubmissionRow.write(List.of(row)))).containsExactly(row);
    }

    @Test
    void anotherFileIsNotAListOfRows() {
        assertThatThrownBy(() -> SubmissionRow.read("id_code,sirna\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the first line must be 'id_code,experiment,plate,well,cell_type'");
    }
}
