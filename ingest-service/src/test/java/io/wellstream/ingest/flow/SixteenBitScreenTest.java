package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.ingest.pixels.tiff.TiffWriter;
import io.wellstream.ingest.problem.Problem;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.wire.keys.ObjectKeys;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 16-bit images become 8 bits by one scale for the whole screen, which screen.yaml gives. */
class SixteenBitScreenTest {
    private static final int SIDE = 40;
    private static final String LEVELS = "black: 1000, white: 5000";

    private final InMemoryIngest ingest = new InMemoryIngest();
    private final Path folder;
    private final TwoWells wells;

    SixteenBitScreenTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.wells = TwoWells.in(folder);
    }

    @Test
    void allImagesAreScaledAlike() throws IOException, BadImageException {
        describe("{well}_w{channel}.tif", "{number: 1, " + LEVELS + "}");
        images(1);

        ingest.run("one", folder);

        assertThat(ingest.progress().problems()).isEmpty();
        int[] dark = levels("B02", 1);
        Plane plane = site("B02").plane(0);
        for (int i = 0; i < dark.length; i++) {
            double exact = (dark[i] - 1_000) * 255.0 / 4_000;
            assertThat(plane.at(i % SIDE, i / SIDE)).isEqualTo((int) Math.floor(Math.clamp(exact, 0, 255) + 0.5));
        }
        IngestedImage image =
                ingest.wells().values().iterator().next().getSites(0).getImages(0);
        assertThat(image.getBlack()).isEqualTo(1_000);
        assertThat(image.getWhite()).isEqualTo(5_000);
        assertThat(image.getMean()).isEqualTo(plane.statistics().mean());
    }

    @Test
    void withoutLevelsTheLineToAddIsSaid() throws IOException {
        describe("{well}_w{channel}.tif", "{number: 1}");
        images(1);

        ingest.run("one", folder);

        assertThat(ingest.progress().problems()).hasSize(2).allSatisfy(problem -> assertThat(problem)
                .asString()
                .containsPattern("found a 16-bit grey TIFF; expected 8-bit grey, or levels for the whole screen in"
                        + " screen.yaml: bit-depth: 16, and for channel 1 black: [0-9]+, white: [0-9]+ \\(levels [0-9,]+"
                        + " to [0-9,]+ in 2 images, as of a 14-bit camera\\)"));
        assertThat(ingest.wells()).isEmpty();
    }

    @Test
    void otherLevelsThanAtTheFirstIngestAreRefused() throws IOException, BadImageException {
        describe("{well}_w{channel}.tif", "{number: 1, " + LEVELS + "}");
        images(1);
        ingest.run("one", folder);
        SiteImage before = site("B02");

        describe("{well}_w{channel}.tif", "{number: 1, black: 0, white: 5000}");
        ingest.run("two", folder);

        assertThat(ingest.progress().problems()).hasSize(2);
        assertThat(ingest.progress().problems().getFirst())
                .isInstanceOf(Problem.class)
                .asString()
                .contains("screen.yaml reads the channel with 'black: 0, white: 5000', and the image was ingested with"
                        + " 'black: 1000, white: 5000'");
        assertThat(site("B02")).isEqualTo(before);
    }

    @Test
    void anEightBitImageAmongThemIsRefused() throws IOException {
        describe("{well}_w{channel}.tif", "{number: 1, " + LEVELS + "}");
        images(1);
        Files.write(wells.image("B03", 1), SmallScreen.flatPng(SIDE));

        ingest.run("one", folder);

        assertThat(ingest.progress().problems())
                .singleElement()
                .asString()
                .contains("found an 8-bit grey PNG; expected 16-bit grey, as channel 1 has levels in screen.yaml");
    }

    @Test
    void channelsArePagesOfOneFile() throws IOException, BadImageException {
        describe("{well}.tif", "{number: 1, " + LEVELS + ", page: 2}, {number: 2, black: 0, white: 65535, page: 1}");
        for (String well : TwoWells.WELLS) {
            Files.write(
                    folder.resolve(well + ".tif"),
                    new TiffWriter(true, ByteOrder.BIG_ENDIAN)
                            .page(SIDE, SIDE, levels(well, 2), true, true)
                            .page(SIDE, SIDE, levels(well, 1), false, true)
                            .write());
        }

        ingest.run("one", folder);
        assertThat(ingest.progress().problems()).isEmpty();
        assertThat(ingest.run("two", folder).getObjectsPut()).isZero();

        SiteImage site = site("B03");
        assertThat(site.plane(1).at(0, 0)).isEqualTo(Math.round(levels("B03", 2)[0] * 255 / 65_535f));
        assertThat(site.plane(0)).isNotEqualTo(site.plane(1));
    }

    @Test
    void aMissingPageAndAnUnnamedOneAreSaid() throws IOException {
        describe("{well}_w{channel}.tif", "{number: 1, " + LEVELS + ", page: 2}");
        images(1);
        Files.write(
                wells.image("B03", 1),
                new TiffWriter(false, ByteOrder.LITTLE_ENDIAN)
                        .page(SIDE, SIDE, levels("B03", 1), false, false)
                        .page(SIDE, SIDE, levels("B03", 1), false, false)
                        .write());

        ingest.run("one", folder);
        assertThat(ingest.progress().problems())
                .singleElement()
                .asString()
                .contains("B02_w1.tif", "the file has 1 page; expected page 2 for channel 1");

        describe("{well}_w{channel}.tif", "{number: 1, " + LEVELS + "}");
        InMemoryIngest other = new InMemoryIngest();
        other.run("two", folder);
        assertThat(other.progress().problems())
                .singleElement()
                .asString()
                .contains("B03_w1.tif", "the file has 2 pages; expected one page, or a page for each channel");
    }

    @Test
    void aPageOfAnotherSizeIsRefused() throws IOException {
        describe("{well}.tif", "{number: 1, " + LEVELS + ", page: 1}, {number: 2, " + LEVELS + ", page: 2}");
        for (String well : TwoWells.WELLS) {
            Files.write(
                    folder.resolve(well + ".tif"),
                    new TiffWriter(false, ByteOrder.LITTLE_ENDIAN)
                            .page(SIDE, SIDE, levels(well, 1), false, false)
                            .page(10, 10, new int[100], false, false)
                            .write());
        }

        ingest.run("one", folder);

        assertThat(ingest.progress().problems()).hasSize(2).allSatisfy(problem -> assertThat(problem)
                .asString()
                .contains("the image has 10x10 pixels; expected 40x40 as the rest of the screen"));
    }

    private void describe(String pattern, String channels) throws IOException {
        wells.describe(pattern, "", channels);
    }

    private void images(int channel) throws IOException {
        for (String well : TwoWells.WELLS) {
            wells.write(well, channel, levels(well, channel));
        }
    }

    private static int[] levels(String well, int channel) {
        return new Random(well.hashCode() + channel)
                .ints(SIDE * SIDE, 500, well.equals("B02") ? 5_500 : 9_000)
                .toArray();
    }

    private SiteImage site(String well) throws BadImageException {
        return SiteObject.decode(ingest.store
                .read(ObjectKeys.site(InMemoryIngest.DATASET, TwoWells.site(well)))
                .orElseThrow()
                .bytes());
    }
}
