package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingSiteTest {
    @Test
    void aWellWhoseOnlySiteIsOnNoWellOfThePlateIsReported(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("screen.yaml"), """
                name: gaps
                images: "{well}_s{site}_w{channel}.png"
                channels: [{number: 1}]
                sites: 2
                table:
                  file: map.csv
                  columns: {plate: plate, well: well, site: site, label: label}
                  constants: {experiment: e1, cell-type: A549}
                """);
        Files.writeString(folder.resolve("map.csv"), "plate,well,site,label\nP1,B02,1,DMSO\nP1,B03,2,taxol\n");
        Files.write(folder.resolve("B02_s1_w1.png"), SmallScreen.flatPng(16));
        InMemoryIngest ingest = new InMemoryIngest();

        ingest.run("one", folder);

        assertThat(ingest.wells()).hasSize(1);
        assertThat(ingest.progress().notes())
                .anyMatch(note -> note.toString().contains("no well of the plate has site '2'"));
    }
}
