package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.source.ReferenceData;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestFlowTest {
    private static final int WELLS = 8;
    private static final int OBJECTS_OF_A_WELL = 2 * 6 + 2;

    private final InMemoryIngest ingest = new InMemoryIngest();
    private final Path folder;

    IngestFlowTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aWholeScreenIsStoredUnchangedAndEveryWellIsPublished() throws BadImageException {
        SmallScreen screen = SmallScreen.write(folder);

        IngestFinished finished = ingest.run("one", folder);

        assertThat(ingest.progress().problems()).isEmpty();
        assertThat(finished.getWellsPublished()).isEqualTo(WELLS);
        assertThat(finished.getObjectsPut()).isEqualTo(WELLS * OBJECTS_OF_A_WELL);
        assertThat(finished.getExperimentsList()).containsExactly("HUVEC-01", "HUVEC-02");
        String image = SmallScreen.image("B05", 2, 4);
        assertThat(read(ObjectKeys.image(InMemoryIngest.DATASET, image))).isEqualTo(screen.bytes(image));
        WellIngested well = well("HUVEC-01/1/B05");
        assertThat(well.getLabel()).isEqualTo("5");
        assertThat(well.getSubset()).isEqualTo(Subset.SUBSET_TRAIN);
        assertThat(well.getSites(1).getImages(3).getSha256().toByteArray()).isEqualTo(Sha256.of(screen.bytes(image)));
        byte[] planes = read(ObjectKeys.site(InMemoryIngest.DATASET, new SiteId(WellId.parse("HUVEC-01/1/B05"), 2)));
        assertThat(Sha256.of(planes)).isEqualTo(well.getSites(1).getSha256().toByteArray());
        assertThat(SiteObject.decode(planes).plane(3).statistics().mean())
                .isEqualTo(well.getSites(1).getImages(3).getMean());
        assertThat(well.getSerializedSize()).isLessThan(1_500);
    }

    @Test
    void everyPlateHasAReportAndAPicture() {
        SmallScreen.write(folder);

        ingest.run("one", folder);

        assertThat(text(new ObjectKey("small/qc/HUVEC-01/1/one.json"))).contains("\"wells\" : 6");
        assertThat(read(new ObjectKey("small/qc/HUVEC-02/1/one.png"))).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void theTestRowsAreListedForASubmission() {
        SmallScreen.write(folder);

        IngestFinished finished = ingest.run("one", folder);

        assertThat(new String(ingest.store.get(finished.getTestRows()), StandardCharsets.UTF_8))
                .isEqualTo("""
                id_code,experiment,plate,well,cell_type
                HUVEC-02_1_B03,HUVEC-02,1,B03,HUVEC
                HUVEC-02_1_B04,HUVEC-02,1,B04,HUVEC
                """);
    }

    @Test
    void aLabelOfAnyCharactersReachesTheWellsRecord() {
        String label = "β-\"estradiol\", 5 nM\n+ DMSO";
        SmallScreen screen = SmallScreen.write(folder);
        screen.addTrain("HUVEC-03", 1, "B03", '"' + label.replace("\"", "\"\"") + '"');
        for (int column = 4; column <= 13; column++) { // names are in the majority
            screen.addTrain("HUVEC-03", 1, "B%02d".formatted(column), "sirna_" + column);
        }

        ingest.run("one", folder);

        assertThat(well("HUVEC-03/1/B03").getLabel()).isEqualTo(label);
    }

    @Test
    void shardsShareTheExperimentsBetweenThem() {
        SmallScreen.write(folder);

        IngestFinished first = shard(0);
        IngestFinished second = shard(1);

        assertThat(first.getExperimentsList()).containsExactly("HUVEC-01");
        assertThat(second.getExperimentsList()).containsExactly("HUVEC-02");
        assertThat(first.getWellsPublished() + second.getWellsPublished()).isEqualTo(WELLS);
    }

    private IngestFinished shard(int number) {
        IngestJob job = new IngestJob("one", InMemoryIngest.DATASET, folder, new IngestJob.Shard(number, 2), false);
        return ingest.run(job, () -> false);
    }

    @Test
    void aRealSiteIsStoredByteForByte() throws IOException {
        Path real = ReferenceData.folder().resolve("images/unknown-site");
        Path plate = Files.createDirectories(folder.resolve("train/HEPG2-01/Plate1"));
        for (int channel = 1; channel <= 6; channel++) {
            Files.copy(real.resolve("w" + channel + ".png"), plate.resolve("B03_s1_w" + channel + ".png"));
        }
        Files.writeString(
                folder.resolve("train.csv"),
                "id_code,experiment,plate,well,sirna\nHEPG2-01_1_B03,HEPG2-01,1,B03,sirna_250\n");

        IngestFinished finished = ingest.run("one", folder);

        assertThat(finished.getWellsPublished()).isEqualTo(1);
        assertThat(ingest.progress().problems()).singleElement().asString().contains("site 2", "no image of the site");
        for (int channel = 1; channel <= 6; channel++) {
            String image = "train/HEPG2-01/Plate1/B03_s1_w" + channel + ".png";
            assertThat(read(ObjectKeys.image(InMemoryIngest.DATASET, image)))
                    .isEqualTo(Files.readAllBytes(real.resolve("w" + channel + ".png")));
        }
        assertThat(well("HEPG2-01/1/B03").getSites(0).getApartList()).isEmpty();
        assertThat(well("HEPG2-01/1/B03").getSites(0).getWidth()).isEqualTo(512);
    }

    private WellIngested well(String id) {
        return Optional.ofNullable(ingest.wells().get("small/" + id)).orElseThrow();
    }

    private byte[] read(ObjectKey key) {
        return ingest.store.read(key).orElseThrow().bytes();
    }

    private String text(ObjectKey key) {
        return new String(read(key), StandardCharsets.UTF_8);
    }
}
