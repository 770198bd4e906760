package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.files.InvalidScreenException;
import io.wellstream.ingest.problem.Problem;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A screen that asks to keep sites that have lost one channel. */
class MaskedChannelTest {
    private static final String LOST = SmallScreen.image("B05", 2, 4);

    private final InMemoryIngest ingest = new InMemoryIngest();
    private final Path folder;
    private final SmallScreen screen;

    MaskedChannelTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.screen = SmallScreen.write(folder);
        Files.writeString(folder.resolve("screen.yaml"), "lost-channels: mask\n");
    }

    @Test
    void theSiteIsKeptWithTheGapRecordedAndReported() throws BadImageException {
        screen.delete(LOST);

        IngestFinished finished = ingest.run("one", folder);

        assertThat(finished.getSitesFailed()).isZero();
        assertThat(finished.getProblems()).isEqualTo(1);
        assertThat(ingest.progress().problems()).singleElement().satisfies(problem -> assertThat(problem.toString())
                .startsWith(LOST + ", HUVEC-01/1/B05, site 2, channel 4")
                .contains("the file is missing")
                .contains("the site is kept with the channel masked"));
        IngestedSite site = site("B05", 2);
        assertThat(site.getMaskedList()).singleElement().satisfies(masked -> {
            assertThat(masked.getIndex()).isEqualTo(3);
            assertThat(masked.getReason()).startsWith("the file is missing");
        });
        assertThat(site.getImagesCount()).isEqualTo(6);
        assertThat(site.getImages(3)).isEqualTo(IngestedImage.getDefaultInstance());
        assertThat(site.getApartList()).isEmpty();
        SiteImage planes = SiteObject.decode(bytes(ObjectKeys.site(InMemoryIngest.DATASET, siteId("B05", 2))));
        assertThat(planes.plane(3).pixels()).containsOnly(0);
        assertThat(planes.plane(2).statistics().mean())
                .isEqualTo(site.getImages(2).getMean());
    }

    @Test
    void qualityControlListsIt() {
        screen.delete(LOST);

        IngestFinished finished = ingest.run("one", folder);

        assertThat(finished.getFlaggedList()).singleElement().satisfies(plate -> assertThat(plate.getFirstList())
                .singleElement()
                .asString()
                .startsWith("well B05, site 2: channel 4 is masked: the file is missing"));
        String report = new String(bytes(new ObjectKey("small/qc/HUVEC-01/1/one.json")), StandardCharsets.UTF_8);
        assertThat(report).contains("maskedSites").doesNotContain("is black");
    }

    @Test
    void aBrokenFileIsMaskedAsWellAndIsNoOriginal() {
        screen.replace(LOST, Arrays.copyOf(screen.bytes(LOST), 200));

        ingest.run("one", folder);

        assertThat(site("B05", 2).getMaskedCount()).isEqualTo(1);
        assertThat(site("B05", 2).getImages(3).getSize()).isEqualTo(200);
        assertThat(ingest.store.stat(ObjectKeys.image(InMemoryIngest.DATASET, LOST)))
                .isEmpty();
        assertThat(ingest.store.stat(ObjectKeys.image(InMemoryIngest.DATASET, SmallScreen.image("B05", 2, 3))))
                .isPresent();
    }

    @Test
    void aRepeatedIngestChangesNothingAndSaysItAgain() {
        screen.replace(LOST, Arrays.copyOf(screen.bytes(LOST), 200));
        ingest.run("one", folder);
        long sent = ingest.wellsSent();

        IngestFinished again = ingest.run("two", folder);

        assertThat(ingest.wellsSent()).isEqualTo(sent);
        assertThat(again.getObjectsPut()).isZero();
        assertThat(ingest.progress().problems())
                .extracting(Problem::problem)
                .singleElement()
                .asString()
                .endsWith("; the site is kept with the channel masked");
        IngestJob verifying = new IngestJob("three", InMemoryIngest.DATASET, folder, IngestJob.Shard.WHOLE, true);
        assertThat(ingest.run(verifying, () -> false).getObjectsPut()).isZero();
        assertThat(ingest.wellsSent()).isEqualTo(sent);
    }

    @Test
    void aChannelThatArrivesLaterIsReportedAndNotUsed() {
        byte[] image = screen.bytes(LOST);
        screen.delete(LOST);
        ingest.run("one", folder);

        screen.replace(LOST, image);
        ingest.run("two", folder);

        assertThat(site("B05", 2).getMaskedCount()).isEqualTo(1);
        assertThat(ingest.progress().problems())
                .extracting(Problem::problem)
                .anyMatch(problem -> problem.startsWith("the image of a masked channel has arrived or changed"));
    }

    @Test
    void aSiteThatHasLostTwoChannelsIsLeftOut() {
        screen.delete(LOST);
        screen.delete(SmallScreen.image("B05", 2, 1));

        IngestFinished finished = ingest.run("one", folder);

        assertThat(finished.getSitesFailed()).isEqualTo(1);
        assertThat(well("B05").getSitesList()).extracting(IngestedSite::getSite).containsExactly(1);
    }

    @Test
    void withoutTheRequestTheSiteIsLeftOut() throws IOException {
        Files.writeString(folder.resolve("screen.yaml"), "lost-channels: leave-out\n");
        screen.delete(LOST);

        ingest.run("one", folder);

        assertThat(well("B05").getSitesList()).extracting(IngestedSite::getSite).containsExactly(1);
        assertThat(well("B05").getFailedSitesCount()).isEqualTo(1);
    }

    @Test
    void anotherValueOfTheKeyIsRefused() throws IOException {
        Files.writeString(folder.resolve("screen.yaml"), "lost-channels: keep\n");

        assertThatThrownBy(() -> ingest.run("one", folder))
                .isInstanceOf(InvalidScreenException.class)
                .hasMessageContaining("lost-channels 'keep'; expected mask, or leave-out");
    }

    private byte[] bytes(ObjectKey key) {
        return ingest.store.read(key).orElseThrow().bytes();
    }

    private WellIngested well(String position) {
        return ingest.wells().values().stream()
                .filter(well -> well.getWell().getExperiment().equals("HUVEC-01")
                        && well.getWell().getWell().equals(position))
                .findAny()
                .orElseThrow();
    }

    private IngestedSite site(String position, int number) {
        return well(position).getSitesList().stream()
                .filter(site -> site.getSite() == number)
                .findAny()
                .orElseThrow();
    }

    private static SiteId siteId(String position, int number) {
        return new SiteId(WellId.of("HUVEC-01", 1, position), number);
    }
}
