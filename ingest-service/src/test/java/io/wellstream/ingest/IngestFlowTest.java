package io.wellstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.source.Problem;
import io.wellstream.ingest.source.ReferenceData;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.ObjectKey;
import io.wellstream.wire.ObjectKeys;
import io.wellstream.wire.Sha256;
import io.wellstream.wire.StoreUnavailableException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
    void theStatisticsOfEveryImageAreWrittenInThePublishedColumns() throws IOException {
        SmallScreen.write(folder);
        IngestFinished finished = ingest.run("one", folder);
        StringBuilder csv = new StringBuilder();

        ImageStatistics.write(ingest.wells().values(), finished.getScreen(), csv);

        IngestedImage image = well("HUVEC-01/1/B05").getSites(1).getImages(3);
        assertThat(csv.toString().lines())
                .hasSize(1 + WELLS * 12)
                .startsWith("id_code,experiment,plate,well,site,channel,mean,std,median,min,max")
                .contains("HUVEC-01_1_B05,HUVEC-01,1,B05,2,4," + image.getMean() + "," + image.getSd() + ","
                        + image.getMedian() + "," + image.getMin() + "," + image.getMax());
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
    void aSecondIngestPutsNothingAndPublishesNothing() {
        SmallScreen.write(folder);
        IngestFinished first = ingest.run("one", folder);
        List<ObjectKey> objects = ingest.store.keys();

        IngestFinished second = ingest.run("two", folder);

        assertThat(second.getObjectsPut()).isZero();
        assertThat(second.getWellsPublished()).isEqualTo(WELLS);
        assertThat(second.getDigest()).isEqualTo(first.getDigest());
        assertThat(ingest.wellsSent()).isEqualTo(WELLS);
        assertThat(ingest.progress().snapshot().wellsUnchanged()).isEqualTo(WELLS);
        assertThat(ingest.store.keys()).containsAll(objects).hasSize(objects.size() + 1); // the second job's report
    }

    @Test
    void withoutEventsTheObjectsAreSeenAndNotPutAgain() {
        SmallScreen.write(folder);
        ingest.run("one", folder);
        ingest.forgetEvents();

        IngestFinished again = ingest.run("two", folder);

        assertThat(again.getObjectsPut()).isZero();
        assertThat(ingest.wellsSent()).isEqualTo(WELLS);
    }

    @Test
    void anInterruptedIngestGoesOnWithWhatIsMissing() {
        SmallScreen.write(folder);
        AtomicInteger asked = new AtomicInteger();
        IngestJob job = new IngestJob("one", InMemoryIngest.DATASET, folder, IngestJob.Shard.WHOLE, false);
        assertThatExceptionOfType(IngestStoppedException.class)
                .isThrownBy(() -> ingest.run(job, () -> asked.incrementAndGet() > 3));
        long before = ingest.wellsSent();

        IngestFinished finished = ingest.run("one", folder);

        assertThat(before).isEqualTo(3);
        assertThat(finished.getObjectsPut()).isEqualTo((WELLS - 3) * OBJECTS_OF_A_WELL);
        assertThat(finished.getWellsPublished()).isEqualTo(WELLS);
        assertThat(finished.getDigest()).isEqualTo(ofAnUndisturbedRun());
    }

    @Test
    void anOutageEndsTheJobAndLeavesNothingWrong() {
        SmallScreen.write(folder);
        AtomicInteger asked = new AtomicInteger();
        IngestJob job = new IngestJob("one", InMemoryIngest.DATASET, folder, IngestJob.Shard.WHOLE, false);
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> ingest.run(job, () -> {
                    if (asked.incrementAndGet() == 4) {
                        ingest.store.goDown();
                    }
                    return false;
                }));
        ingest.store.comeBack();

        IngestFinished finished = ingest.run("one", folder);

        assertThat(finished.getProblems()).isZero();
        assertThat(finished.getDigest()).isEqualTo(ofAnUndisturbedRun());
    }

    private ByteString ofAnUndisturbedRun() {
        return new InMemoryIngest().run("one", folder).getDigest();
    }

    @Test
    void aChangedSourceFileIsRefusedWithBothDigests() {
        SmallScreen screen = SmallScreen.write(folder);
        ingest.run("one", folder);
        String image = SmallScreen.image("B05", 2, 4);
        String stored = Sha256.hexOf(screen.bytes(image));
        screen.replace(image, SmallScreen.flatPng(SmallScreen.SIDE));

        IngestFinished second = ingest.run("two", folder);

        assertThat(second.getObjectsPut()).isZero();
        assertThat(ingest.progress().problems())
                .singleElement()
                .asString()
                .contains(image, "HUVEC-01/1/B05, site 2, channel 4", stored, Sha256.hexOf(screen.bytes(image)));
        assertThat(well("HUVEC-01/1/B05").getSitesList()).hasSize(2);
    }

    @Test
    void aChangedSourceFileIsRefusedWithBothDigestsAlsoWithoutItsEvent() {
        SmallScreen screen = SmallScreen.write(folder);
        ingest.run("one", folder);
        ingest.forgetEvents();
        String image = SmallScreen.image("B05", 2, 4);
        String stored = Sha256.hexOf(screen.bytes(image));
        screen.replace(image, SmallScreen.flatPng(SmallScreen.SIDE));

        ingest.run("two", folder);

        assertThat(ingest.progress().problems())
                .singleElement()
                .asString()
                .contains(image, stored, Sha256.hexOf(screen.bytes(image)));
        assertThat(read(ObjectKeys.image(InMemoryIngest.DATASET, image))).isNotEqualTo(screen.bytes(image));
    }

    static Stream<Arguments> brokenImages() {
        return Stream.of(
                broken(
                        "a missing channel",
                        screen -> screen.delete(SmallScreen.image("B05", 2, 4)),
                        "the file is missing"),
                broken(
                        "a truncated file",
                        screen -> screen.replace(
                                SmallScreen.image("B05", 2, 4),
                                Arrays.copyOf(screen.bytes(SmallScreen.image("B05", 2, 4)), 200)),
                        "truncated"),
                broken(
                        "16 bits",
                        screen -> screen.replace(
                                SmallScreen.image("B05", 2, 4), SmallScreen.otherPng(BufferedImage.TYPE_USHORT_GRAY)),
                        "16-bit grey PNG; expected 8-bit grey"),
                broken(
                        "colours",
                        screen -> screen.replace(
                                SmallScreen.image("B05", 2, 4), SmallScreen.otherPng(BufferedImage.TYPE_INT_RGB)),
                        "8-bit RGB PNG; expected 8-bit grey"),
                broken(
                        "another size",
                        screen -> screen.replace(SmallScreen.image("B05", 2, 4), SmallScreen.flatPng(16)),
                        "16x16 pixels; expected 32x32 as the rest of the screen"),
                broken(
                        "no PNG",
                        screen -> screen.replace(SmallScreen.image("B05", 2, 4), new byte[] {1, 2, 3}),
                        "not a PNG"));
    }

    private static Arguments broken(String what, Consumer<SmallScreen> breakIt, String said) {
        return Arguments.of(what, breakIt, said);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenImages")
    void aBrokenImageIsNamedAndTheRestIsIngested(String what, Consumer<SmallScreen> breakIt, String said) {
        SmallScreen screen = SmallScreen.write(folder);
        breakIt.accept(screen);

        IngestFinished finished = ingest.run("one", folder);

        Problem problem = ingest.progress().problems().getFirst();
        assertThat(ingest.progress().problems()).hasSize(1);
        assertThat(problem.place())
                .isEqualTo(new Problem.Place(SmallScreen.image("B05", 2, 4), "train.csv", 4, "HUVEC-01/1/B05", 2, 4));
        assertThat(problem.toString()).contains(said);
        WellIngested well = well("HUVEC-01/1/B05");
        assertThat(well.getSitesList()).singleElement().satisfies(site -> assertThat(site.getSite())
                .isEqualTo(1));
        assertThat(well.getFailedSitesList()).singleElement().satisfies(site -> {
            assertThat(site.getSite()).isEqualTo(2);
            assertThat(site.getChannel()).isEqualTo(4);
        });
        assertThat(finished.getWellsPublished()).isEqualTo(WELLS);
        assertThat(finished.getSitesFailed()).isEqualTo(1);
        assertThat(finished.getProblems()).isEqualTo(1);
        assertThat(ingest.store.keys())
                .noneMatch(key -> key.path().contains("B05_s2") || key.path().contains("B05/s2"));
        assertThat(text(new ObjectKey(finished.getReportKey())))
                .contains("\"row\" : 4", "\"channel\" : 4", said.split(";", -1)[0]);
    }

    @Test
    void aSiteThatIsMendedIsAddedToItsWell() {
        SmallScreen screen = SmallScreen.write(folder);
        String image = SmallScreen.image("B05", 2, 4);
        byte[] whole = screen.bytes(image);
        screen.delete(image);
        ingest.run("one", folder);
        screen.replace(image, whole);

        IngestFinished second = ingest.run("two", folder);

        assertThat(second.getObjectsPut()).isEqualTo(7);
        assertThat(second.getProblems()).isZero();
        assertThat(well("HUVEC-01/1/B05").getSitesCount()).isEqualTo(2);
        assertThat(second.getDigest()).isEqualTo(ofAnUndisturbedRun());
    }

    @Test
    void aWellWithoutAWholeSiteFailsAndIsNotPublished() {
        SmallScreen screen = SmallScreen.write(folder);
        screen.delete(SmallScreen.image("B05", 1, 1));
        screen.delete(SmallScreen.image("B05", 2, 6));

        IngestFinished finished = ingest.run("one", folder);

        assertThat(finished.getWellsFailed()).isEqualTo(1);
        assertThat(finished.getWellsPublished()).isEqualTo(WELLS - 1);
        assertThat(ingest.wells()).doesNotContainKey("small/HUVEC-01/1/B05");
    }

    @Test
    void badRowsAndBadImagesAreListedTogether() {
        SmallScreen screen = SmallScreen.write(folder);
        screen.appendToTrain("HUVEC-01_1_Z99,HUVEC-01,1,Z99,7");
        screen.appendToTrain("HUVEC-01_1_B03,HUVEC-01,1,B03,3");
        screen.delete(SmallScreen.image("B05", 2, 4));

        IngestFinished finished = ingest.run("one", folder);

        assertThat(finished.getProblems()).isEqualTo(3);
        assertThat(finished.getWellsPublished()).isEqualTo(WELLS);
        assertThat(text(new ObjectKey(finished.getReportKey())))
                .contains("impossible well 'Z99'", "duplicate id_code HUVEC-01_1_B03", "the file is missing");
    }

    @Test
    void aCorrectedLabelIsPublishedAndNothingIsPut() {
        SmallScreen.write(folder);
        ingest.run("one", folder);
        SmallScreen corrected = SmallScreen.write(folder);
        corrected.addTrain("HUVEC-01", 2, "C04", 9);

        IngestFinished second = ingest.run("two", folder);

        assertThat(second.getObjectsPut()).isEqualTo(OBJECTS_OF_A_WELL);
        assertThat(ingest.wellsSent()).isEqualTo(WELLS + 1);
    }

    @Test
    void verifyingPutsBackWhatTheStoreHasLost() {
        SmallScreen screen = SmallScreen.write(folder);
        ingest.run("one", folder);
        ObjectKey lost = ObjectKeys.image(InMemoryIngest.DATASET, SmallScreen.image("B05", 2, 4));
        ingest.store.delete(List.of(lost));
        IngestJob job = new IngestJob("two", InMemoryIngest.DATASET, folder, IngestJob.Shard.WHOLE, true);

        IngestFinished second = ingest.run(job, () -> false);

        assertThat(second.getObjectsPut()).isEqualTo(1);
        assertThat(read(lost)).isEqualTo(screen.bytes(SmallScreen.image("B05", 2, 4)));
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
