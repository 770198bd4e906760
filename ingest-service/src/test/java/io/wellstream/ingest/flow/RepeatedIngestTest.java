package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.store.StoreUnavailableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A screen that is ingested again: after an interruption, an outage or a change. */
class RepeatedIngestTest {
    private static final int WELLS = 8;
    private static final int OBJECTS_OF_A_WELL = 2 * 6 + 2;

    private final InMemoryIngest ingest = new InMemoryIngest();
    private final Path folder;

    RepeatedIngestTest(@TempDir Path folder) {
        this.folder = folder;
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
    void withoutEventsTheObjectsAreFoundAndNotPutAgain() {
        SmallScreen.write(folder);
        ingest.run("one", folder);
        ingest.forgetEvents();

        IngestFinished again = ingest.run("two", folder);

        assertThat(again.getObjectsPut()).isZero();
        assertThat(ingest.wellsSent()).isEqualTo(WELLS);
    }

    @Test
    void anInterruptedIngestContinuesWithWhatIsMissing() {
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

    @Test
    void aSiteThatIsRepairedIsAddedToItsWell() {
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

        IngestFinished second = ingest.run(verifying("two"), () -> false);

        assertThat(second.getObjectsPut()).isEqualTo(1);
        assertThat(read(lost)).isEqualTo(screen.bytes(SmallScreen.image("B05", 2, 4)));
    }

    @Test
    void verifyingReadsWhatTheStoreHasAndRestoresWhatIsDamaged() {
        SmallScreen screen = SmallScreen.write(folder);
        ingest.run("one", folder);
        String image = SmallScreen.image("B05", 2, 4);
        ObjectKey original = ObjectKeys.image(InMemoryIngest.DATASET, image);
        ObjectKey site = ObjectKeys.site(InMemoryIngest.DATASET, new SiteId(WellId.of("HUVEC-01", 1, "B05"), 1));
        byte[] planes = read(site);
        byte[] flipped = planes.clone();
        flipped[planes.length - 1] ^= 1;
        ingest.store.corrupt(original, new byte[3]);
        ingest.store.corrupt(site, flipped);

        assertThat(ingest.run("two", folder).getObjectsPut()).as("not verified").isZero();
        IngestFinished third = ingest.run(verifying("three"), () -> false);

        assertThat(third.getObjectsPut()).isEqualTo(2);
        assertThat(third.getProblems()).isZero();
        assertThat(read(original)).isEqualTo(screen.bytes(image));
        assertThat(read(site)).isEqualTo(planes);
        assertThat(ingest.run(verifying("four"), () -> false).getObjectsPut()).isZero();
    }

    /** A store with checksums answers such objects' reads with errors. */
    @Test
    void verifyingRestoresWhatTheStoreItselfFindsDamaged() {
        SmallScreen screen = SmallScreen.write(folder);
        ingest.run("one", folder);
        String image = SmallScreen.image("B05", 2, 4);
        ObjectKey original = ObjectKeys.image(InMemoryIngest.DATASET, image);
        ingest.store.makeUnreadable(original);

        IngestFinished second = ingest.run(verifying("two"), () -> false);

        assertThat(second.getObjectsPut()).isEqualTo(1);
        assertThat(read(original)).isEqualTo(screen.bytes(image));
    }

    @Test
    void thePlatesOfAJobThatBrokeAreReportedOnceByItsRepeat() {
        SmallScreen.write(folder);
        ingest.store.fillFor(key -> {
            if (key.path().contains("/qc/")) {
                throw new IllegalStateException("the process ends here");
            }
            return false;
        });
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> ingest.run("one", folder));
        ingest.store.free();

        IngestFinished second = ingest.run("two", folder);
        ingest.run("three", folder);

        assertThat(sheets()).isNotEmpty().allMatch(key -> key.path().contains("/two."));
        assertThat(second.getReportedForList()).containsExactly("one");
    }

    @Test
    void verifyingMakesTheSheetsOfThePlatesAgain() {
        SmallScreen.write(folder);
        ingest.run("one", folder);
        int before = sheets().size();
        ingest.store.delete(sheets());

        ingest.run(verifying("two"), () -> false);

        assertThat(sheets()).hasSize(before).allMatch(key -> key.path().contains("/two."));
    }

    @Test
    void damagedAndLostTestRowsAreRestoredByTheNextIngest() {
        SmallScreen.write(folder);
        ObjectKey rows = ObjectKey.of(ingest.run("one", folder).getTestRows());
        byte[] whole = read(rows);
        ingest.store.corrupt(rows, new byte[] {1});
        ingest.run("two", folder);
        assertThat(read(rows)).isEqualTo(whole);

        ingest.store.delete(List.of(rows));
        ingest.run("three", folder);

        assertThat(read(rows)).isEqualTo(whole);
    }

    private List<ObjectKey> sheets() {
        return ingest.store.keys().stream()
                .filter(key -> key.path().contains("/qc/"))
                .toList();
    }

    private IngestJob verifying(String id) {
        return new IngestJob(id, InMemoryIngest.DATASET, folder, IngestJob.Shard.WHOLE, true);
    }

    private ByteString ofAnUndisturbedRun() {
        return new InMemoryIngest().run("one", folder).getDigest();
    }

    private WellIngested well(String id) {
        return Optional.ofNullable(ingest.wells().get("small/" + id)).orElseThrow();
    }

    private byte[] read(ObjectKey key) {
        return ingest.store.read(key).orElseThrow().bytes();
    }
}
