package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.ingest.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IlluminationColumnsTest {
    @Test
    void theIlluminationFunctionsOfLoadDataAreReportedAsNotUsed(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("screen.yaml"), """
                name: jump
                channels: [{number: 1, stain: DNA}]
                sites: 1
                table:
                  file: load_data_with_illum.csv
                  columns: {plate: Metadata_Plate, well: Metadata_Well, label: Metadata_Label}
                  constants: {experiment: e1, cell-type: U2OS}
                  files: [FileName_OrigDNA]
                """);
        Files.writeString(folder.resolve("load_data_with_illum.csv"), """
                Metadata_Plate,Metadata_Well,Metadata_Label,FileName_OrigDNA,PathName_OrigDNA,FileName_IllumDNA,PathName_IllumDNA
                P1,A01,DMSO,a.png,images,P1_IllumDNA.npy,illum/P1
                """);
        Files.createDirectories(folder.resolve("images"));
        Files.write(folder.resolve("images/a.png"), SmallScreen.flatPng(16));
        InMemoryIngest ingest = new InMemoryIngest();

        ingest.run("one", folder);

        assertThat(ingest.wells()).hasSize(1);
        assertThat(ingest.progress().notes())
                .extracting(Problem::toString)
                .anyMatch(note -> note.startsWith("load_data_with_illum.csv: the columns FileName_IllumDNA name"
                        + " illumination functions of CellProfiler, which are not used; a run with illumination 'plate'"
                        + " computes its own"));
    }
}
