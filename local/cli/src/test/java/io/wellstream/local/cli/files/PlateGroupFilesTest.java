package io.wellstream.local.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.PlateGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlateGroupFilesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void treatmentsAndPlatesAreRead() throws IOException {
        Path treatments = write("groups.csv", "label,group\nsirna_5,1\nsirna_7,2\n");
        Path plates = write("plates.csv", "experiment,plate,group\nHUVEC-17,1,2\n");

        PlateGroups groups = PlateGroupFiles.read(treatments, plates);

        assertThat(groups.getTreatmentsList()).hasSize(2);
        assertThat(groups.getTreatments(1).getLabel()).isEqualTo("sirna_7");
        assertThat(groups.getTreatments(1).getGroup()).isEqualTo(2);
        assertThat(groups.getPlates(0).getExperiment()).isEqualTo("HUVEC-17");
        assertThat(PlateGroupFiles.read(treatments, null).getPlatesList()).isEmpty();
    }

    @Test
    void aMalformedLineIsNamed() throws IOException {
        Path noNumber = write("no-number.csv", "label,group\nsirna_5,1\nsirna_7,two\n");
        Path tooShort = write("short.csv", "label,group\nsirna_5\n");

        assertThatThrownBy(() -> PlateGroupFiles.read(noNumber, null))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("line 3: 'two' is not a number");
        assertThatThrownBy(() -> PlateGroupFiles.read(tooShort, null))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> PlateGroupFiles.read(write("other.csv", "sirna,plate\n"), null))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the first line must be 'label,group'");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
