package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ChannelDescription;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.ObjectKeys;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RxRx1 as its makers and WILDS offer it today: it is recognised without a description. */
class DownloadedScreenTest {
    private static final String TABLE = """
            site_id,well_id,cell_type,dataset,experiment,plate,well,site,well_type,sirna,sirna_id
            HUVEC-01_1_B02_1,HUVEC-01_1_B02,HUVEC,train,HUVEC-01,1,B02,1,negative_control,EMPTY,1138
            HUVEC-01_1_B02_2,HUVEC-01_1_B02,HUVEC,train,HUVEC-01,1,B02,2,negative_control,EMPTY,1138
            HUVEC-01_1_B03_2,HUVEC-01_1_B03,HUVEC,train,HUVEC-01,1,B03,2,treatment,s21721,513
            HUVEC-02_1_B03_1,HUVEC-02_1_B03,HUVEC,test,HUVEC-02,1,B03,1,treatment,s21721,513
            HUVEC-02_1_B03_2,HUVEC-02_1_B03,HUVEC,test,HUVEC-02,1,B03,2,treatment,s21721,513
            """;

    private final InMemoryIngest ingest = new InMemoryIngest();
    private final Path folder;

    DownloadedScreenTest(@TempDir Path folder) throws IOException {
        this.folder = Files.createDirectory(folder.resolve("rxrx1"));
        Files.writeString(this.folder.resolve("metadata.csv"), TABLE);
    }

    @Test
    void theDownloadIsIngestedWithExactlyTheSitesThatItsTableNames() throws IOException {
        for (int channel = 1; channel <= 6; channel++) {
            imagesOfAllSites("_w" + channel, BufferedImage.TYPE_BYTE_GRAY);
        }

        IngestFinished finished = ingest.run("one", folder);

        assertThat(ingest.progress().problems()).isEmpty();
        assertThat(finished.getWellsPublished()).isEqualTo(3);
        assertThat(finished.getImagesExpected()).isEqualTo(5 * 6);
        assertThat(well("HUVEC-01/1/B03").getSitesList()).singleElement().satisfies(site -> assertThat(site.getSite())
                .isEqualTo(2));
    }

    @Test
    void theLabelOfATestWellIsTruthForReportsAndNoLabelForTraining() throws IOException {
        for (int channel = 1; channel <= 6; channel++) {
            imagesOfAllSites("_w" + channel, BufferedImage.TYPE_BYTE_GRAY);
        }

        IngestFinished finished = ingest.run("one", folder);

        WellIngested unseen = well("HUVEC-02/1/B03");
        assertThat(unseen.getLabel()).isEmpty();
        assertThat(unseen.getTruth()).isEqualTo("s21721");
        assertThat(well("HUVEC-01/1/B03").getLabel()).isEqualTo("s21721");
        assertThat(well("HUVEC-01/1/B03").getTruth()).isEmpty();
        assertThat(new String(ingest.store.get(finished.getTestRows()), StandardCharsets.UTF_8))
                .isEqualTo("""
                id_code,experiment,plate,well,cell_type
                HUVEC-02_1_B03,HUVEC-02,1,B03,HUVEC
                """);
    }

    @Test
    void theColourImagesOfWildsGiveThreeChannels() throws IOException, BadImageException {
        imagesOfAllSites("", BufferedImage.TYPE_INT_RGB);

        IngestFinished finished = ingest.run("one", folder);

        assertThat(ingest.progress().problems()).isEmpty();
        assertThat(finished.getScreen().getChannelsList())
                .extracting(ChannelDescription::getNumber)
                .containsExactly(1, 2, 3);
        assertThat(finished.getImagesExpected()).isEqualTo(5);
        assertThat(finished.getObjectsPut()).isEqualTo(2 * 5);
        SiteImage site = SiteObject.decode(ingest.store
                .read(ObjectKeys.site(InMemoryIngest.DATASET, new SiteId(WellId.parse("HUVEC-01/1/B02"), 1)))
                .orElseThrow()
                .bytes());
        assertThat(site.planes())
                .extracting(plane -> Math.round(plane.statistics().mean()))
                .containsExactly(40, 80, 120);
        assertThat(ingest.run("two", folder).getObjectsPut()).isZero();
        assertThat(ingest.progress().problems()).isEmpty();
    }

    @Test
    void aMissingColourImageIsNamed() throws IOException {
        imagesOfAllSites("", BufferedImage.TYPE_INT_RGB);
        Files.delete(folder.resolve("images/HUVEC-01/Plate1/B02_s2.png"));

        ingest.run("one", folder);

        assertThat(ingest.progress().problems())
                .singleElement()
                .asString()
                .contains("no image of the site exists; expected the file images/HUVEC-01/Plate1/B02_s2.png");
    }

    private void imagesOfAllSites(String end, int type) throws IOException {
        image("HUVEC-01/Plate1/B02_s1" + end, type);
        image("HUVEC-01/Plate1/B02_s2" + end, type);
        image("HUVEC-01/Plate1/B03_s2" + end, type);
        image("HUVEC-02/Plate1/B03_s1" + end, type);
        image("HUVEC-02/Plate1/B03_s2" + end, type);
    }

    private void image(String name, int type) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, type);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                int cell = (x * 7 + y * 13) % 16 - 8;
                image.getRaster().setPixel(x, y, new int[] {40 + cell, 80 + cell, 120 + cell});
            }
        }
        Path file = folder.resolve("images").resolve(name + ".png");
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private WellIngested well(String id) {
        return Optional.ofNullable(ingest.wells().get("small/" + id)).orElseThrow();
    }
}
