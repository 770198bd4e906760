package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.FlaggedPlate;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.wire.keys.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of an ingest names the plates that quality control flags. */
class FlaggedPlatesTest {
    private final InMemoryIngest ingest = new InMemoryIngest();
    private final Path folder;
    private final SmallScreen screen;

    FlaggedPlatesTest(@TempDir Path folder) {
        this.folder = folder;
        this.screen = SmallScreen.write(folder);
    }

    @Test
    void aScreenInOrderHasNoFlags() {
        assertThat(ingest.run("one", folder).getFlaggedList()).isEmpty();
    }

    @Test
    void aBlackImageIsFlagged() {
        screen.replace(SmallScreen.image("B05", 2, 4), SmallScreen.flatPng(SmallScreen.SIDE));

        IngestFinished finished = ingest.run("one", folder);

        FlaggedPlate plate = finished.getFlaggedList().getFirst();
        assertThat(plate.getExperiment()).isEqualTo("HUVEC-01");
        assertThat(plate.getFirstList()).contains("well B05, site 2: channel 4 is black");
        assertThat(new String(
                        ingest.store
                                .read(new ObjectKey("small/qc/HUVEC-01/1/one.json"))
                                .orElseThrow()
                                .bytes(),
                        StandardCharsets.UTF_8))
                .contains("\"what\" : \"black\"");
    }

    @Test
    void theSameFileUnderTwoNamesIsFlaggedOnBothPlates() {
        screen.replace("test/HUVEC-02/Plate1/B04_s1_w1.png", screen.bytes(SmallScreen.image("B05", 2, 4)));

        List<FlaggedPlate> flagged = ingest.run("one", folder).getFlaggedList();

        assertThat(flagged).hasSize(2).allSatisfy(plate -> assertThat(plate.getFirstList())
                .anyMatch(flag -> flag.startsWith("the same file is well")
                        && flag.contains("well HUVEC-01/1/B05, site 2, channel 4")
                        && flag.contains("well HUVEC-02/1/B04, site 1, channel 1")));
    }

    @Test
    void theSameFileInTwoChannelsIsFlagged() {
        screen.replace(SmallScreen.image("B05", 2, 3), screen.bytes(SmallScreen.image("B05", 2, 4)));

        assertThat(ingest.run("one", folder).getFlagged(0).getFirstList())
                .contains("the same file is well HUVEC-01/1/B05, site 2, channel 3 and well HUVEC-01/1/B05, site 2,"
                        + " channel 4");
    }

    @Test
    void flagsAreSaidAgainWhenNothingChanged() {
        screen.replace(SmallScreen.image("B05", 2, 4), SmallScreen.flatPng(SmallScreen.SIDE));
        ingest.run("one", folder);

        assertThat(ingest.run("two", folder).getFlaggedList()).hasSize(1);
    }
}
