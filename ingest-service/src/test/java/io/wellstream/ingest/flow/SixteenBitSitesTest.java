package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.ingest.files.InvalidScreenException;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 16-bit images without levels in screen.yaml keep their 16 bits: a dim one of levels 100 to 140, and one of a camera that adds 32,768. */
class SixteenBitSitesTest {
    private static final int SIDE = 40;
    private static final String SIXTEEN = "bit-depth: 16";
    private static final SiteId DIM = TwoWells.site("B02");
    private static final SiteId SHIFTED = TwoWells.site("B03");

    private final InMemoryIngest ingest = new InMemoryIngest();
    private final Path folder;
    private final TwoWells wells;

    SixteenBitSitesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.wells = TwoWells.in(folder);
        wells.write("B02", 1, levels(DIM));
        wells.write("B03", 1, levels(SHIFTED));
    }

    @Test
    void everyLevelIsKept() throws Exception {
        describe(SIXTEEN, "");

        IngestFinished finished = ingest.run("one", folder);

        assertThat(ingest.progress().problems()).isEmpty();
        assertThat(finished.getScreen().getSixteenBitSites()).isTrue();
        for (SiteId site : new SiteId[] {DIM, SHIFTED}) {
            int[] levels = levels(site);
            Plane plane = stored(site);
            for (int i = 0; i < levels.length; i++) {
                assertThat(plane.at(i % SIDE, i / SIDE)).isEqualTo(levels[i]);
            }
            assertThat(ingest.store.read(ObjectKeys.site(InMemoryIngest.DATASET, site)))
                    .isEmpty();
        }
        assertThat(key(DIM)).hasToString("small/sites/six2/e1/P1/B02/s1.six");
        assertThat(ingest.run("two", folder).getObjectsPut()).isZero();
    }

    @Test
    void statisticsAreOfTheTrueLevels() throws IOException {
        describe(SIXTEEN, "");

        ingest.run("one", folder);

        for (SiteId site : new SiteId[] {DIM, SHIFTED}) {
            int[] levels = levels(site);
            double mean = Arrays.stream(levels).average().orElseThrow();
            double variance = Arrays.stream(levels)
                    .mapToDouble(level -> (level - mean) * (level - mean))
                    .average()
                    .orElseThrow();
            IngestedSite record = record(site);
            IngestedImage image = record.getImages(0);
            assertThat(record.getSixteenBits()).isTrue();
            assertThat(image.getMean()).isEqualTo((float) mean);
            assertThat((double) image.getSd()).isCloseTo(Math.sqrt(variance), within(1e-3));
            assertThat(image.getMin()).isEqualTo(Arrays.stream(levels).min().orElseThrow());
            assertThat(image.getMax()).isEqualTo(Arrays.stream(levels).max().orElseThrow());
            assertThat(image.getWhite()).isZero();
            assertThat(image.getFocus()).isPositive();
        }
    }

    @Test
    void sixteenBitPngsAreKeptToo() throws Exception {
        int[] levels = levels(DIM);
        for (SiteId site : new SiteId[] {DIM, SHIFTED}) {
            String well = site.well().position().toString();
            Files.delete(wells.image(well, 1));
            BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_USHORT_GRAY);
            image.getRaster().setPixels(0, 0, SIDE, SIDE, levels);
            ImageIO.write(image, "png", folder.resolve(well + "_w1.png").toFile());
        }
        wells.describe("{well}_w{channel}.png", SIXTEEN, "{number: 1}");

        ingest.run("one", folder);

        assertThat(ingest.progress().problems()).isEmpty();
        assertThat(stored(DIM).at(7, 3)).isEqualTo(levels[3 * SIDE + 7]);
    }

    @Test
    void aLostChannelIsBlackInSixteenBits() throws Exception {
        wells.describe("{well}_w{channel}.tif", SIXTEEN + "\nlost-channels: mask", "{number: 1}, {number: 2}");
        wells.write("B03", 2, levels(DIM));

        ingest.run("one", folder);

        assertThat(record(DIM).getMaskedCount()).isEqualTo(1);
        assertThat(record(DIM).getMasked(0).getIndex()).isEqualTo(1);
        assertThat(record(SHIFTED).getMaskedCount()).isZero();
        assertThat(site(DIM).plane(1).numbers()).containsOnly(0);
        assertThat(site(DIM).plane(0).at(7, 3)).isEqualTo(levels(DIM)[3 * SIDE + 7]);
    }

    @Test
    void anEightBitImageAmongThemIsRefused() throws IOException {
        describe(SIXTEEN, "");
        Files.write(wells.image("B03", 1), SmallScreen.flatPng(SIDE));

        ingest.run("one", folder);

        assertThat(ingest.progress().problems())
                .singleElement()
                .asString()
                .contains("found an 8-bit grey PNG; expected 16-bit grey, as screen.yaml has bit-depth: 16");
        assertThat(ingest.wells()).hasSize(1);
    }

    @Test
    void aDataSetHasSitesOfOneDepth() throws IOException {
        describe("", ", black: 0, white: 65535");
        ingest.run("one", folder);
        assertThat(record(DIM).getSixteenBits()).isFalse();

        describe(SIXTEEN, "");

        assertThatThrownBy(() -> ingest.run("two", folder))
                .isInstanceOf(InvalidScreenException.class)
                .hasMessage("data set 'small' has 8-bit sites, and the screen describes 16-bit ones; expected the same:"
                        + " correct bit-depth and levels in screen.yaml, or use another data set's name");
        assertThat(record(DIM).getSixteenBits()).isFalse();

        InMemoryIngest other = new InMemoryIngest();
        other.run("one", folder);
        describe("", ", black: 0, white: 65535");
        assertThatThrownBy(() -> other.run("two", folder))
                .hasMessageContaining("has 16-bit sites, and the screen describes 8-bit ones");
    }

    @Test
    void withoutBitDepthTheImagesAreRefusedAndBothWaysAreSaid() throws IOException {
        describe("", "");

        ingest.run("one", folder);

        assertThat(ingest.progress().problems()).hasSize(2).allSatisfy(problem -> assertThat(problem)
                .asString()
                .contains("found a 16-bit grey TIFF; expected 8-bit grey, or levels for the whole screen")
                .contains("or bit-depth: 16 without levels, which keeps the 16 bits"));
    }

    private void describe(String depth, String levels) throws IOException {
        wells.describe("{well}_w{channel}.tif", depth, "{number: 1" + levels + "}");
    }

    private static int[] levels(SiteId site) {
        Random random = new Random(site.hashCode());
        return site.equals(DIM)
                ? random.ints(SIDE * SIDE, 100, 141).toArray()
                : random.ints(SIDE * SIDE, 32_768, 36_864).toArray();
    }

    private IngestedSite record(SiteId site) {
        return ingest.wells().values().stream()
                .filter(well ->
                        well.getWell().getWell().equals(site.well().position().toString()))
                .findAny()
                .orElseThrow()
                .getSites(0);
    }

    private static ObjectKey key(SiteId site) {
        return ObjectKeys.site(InMemoryIngest.DATASET, site, Depth.SIXTEEN);
    }

    private Plane stored(SiteId site) throws BadImageException {
        return site(site).plane(0);
    }

    private SiteImage site(SiteId site) throws BadImageException {
        return SiteObject.decode(ingest.store.read(key(site)).orElseThrow().bytes());
    }
}
