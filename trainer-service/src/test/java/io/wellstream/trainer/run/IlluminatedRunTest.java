package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.illumination.BlockSums;
import io.wellstream.imaging.illumination.Illumination;
import io.wellstream.imaging.pixels.PixelStatistics;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.SampleRequest;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that correct the illumination of their plates, of 72 sites each. */
class IlluminatedRunTest {
    private static final String PREFIX = "small/illumination/ill1/";

    @ParameterizedTest
    @EnumSource
    void thePlatesAreComputedOnceAndTheRunIsTrainedWithThem(Depth depth) throws Exception {
        TrainingWorld world = world(72, depth);

        world.trainer("t1", run("plate")).trainNext();

        assertThat(world.last("run-1").orElseThrow().hasFinished()).isTrue();
        assertThat(world.sent(Topics.BATCH_REQUESTS))
                .allMatch(request -> request.getKernelVersion() == Illumination.kernelVersion(depth));
        assertThat(world.card().getInput().getKernelVersion()).isEqualTo(Illumination.kernelVersion(depth));
        List<String> stored = stored(world);
        assertThat(stored).hasSize(2);
        assertThat(new TreeSet<>(world.sent(Topics.BATCH_REQUESTS).stream()
                        .map(BatchRequest::getIlluminationsList)
                        .flatMap(List::stream)
                        .map(ObjectRef::getKey)
                        .toList()))
                .containsExactlyElementsOf(stored);
        assertThat(world.card().getSpecification().getIllumination()).isEqualTo("plate");
        assertThat(world.card().getInput().getIllumination()).isEqualTo("plate");
    }

    @ParameterizedTest
    @EnumSource
    void faultyWorkersChangeNothing(Depth depth) throws Exception {
        TrainingWorld undisturbed = world(72, depth);
        undisturbed.trainer("t1", run("plate")).trainNext();
        TrainingWorld disturbed = world(72, depth);
        disturbed.faultyWorkers = true;

        disturbed.trainer("t1", run("plate")).trainNext();

        ByteString parameters = parameters(undisturbed);
        assertThat(parameters(disturbed)).isEqualTo(parameters);
        assertThat(stored(disturbed)).isEqualTo(stored(undisturbed));
        for (String key : stored(undisturbed)) {
            assertThat(bytes(disturbed, key)).isEqualTo(bytes(undisturbed, key));
        }
        TrainingWorld plain = world(72, depth);
        plain.trainer("t1", run("none")).trainNext();
        assertThat(firstSample(plain).getSha256())
                .isEqualTo(firstSample(undisturbed).getSha256());
        assertThat(firstSample(plain).getScale(0))
                .as("statistics are those after the correction")
                .isLessThan(firstSample(undisturbed).getScale(0));
    }

    @Test
    void aPlateOfTooFewSitesFailsTheRunInWords() throws Exception {
        TrainingWorld world = world(BlockSums.FEWEST_SITES - 2);

        world.trainer("t1", run("plate")).trainNext();

        assertThat(world.last("run-1").orElseThrow().getFailed().getReason())
                .isEqualTo("the illumination of plate HUVEC-01/1 of data set small cannot be corrected: 62 sites;"
                        + " expected 64 or more; take the plate out of the screen, or train with illumination none");
    }

    @Test
    void aRequestForARunOnSixteenBitSitesIsAccepted() {
        TrainingWorld world = world(72, Depth.SIXTEEN);
        RunSpecification asked =
                TrainingWorld.specification().setIllumination("plate").build();

        assertThatCode(() -> {
                    var unused = world.registry().request(new RunId("accepted"), asked, false);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aRequestForSuchARunIsRefused() {
        TrainingWorld world = world(BlockSums.FEWEST_SITES - 2);
        RunSpecification asked =
                TrainingWorld.specification().setIllumination("plate").build();

        assertThatThrownBy(() -> {
                    var unused = world.registry().request(new RunId("refused"), asked, false);
                })
                .isInstanceOf(RefusedRunException.class)
                .hasMessage(
                        "illumination is 'plate'; plate HUVEC-01/1 has 62 sites, and 64 are needed; take the plate out of"
                                + " the screen");
    }

    @Test
    void aMissingSiteFailsTheRunWithTheAdviceToRestoreIt() throws Exception {
        TrainingWorld world = world(72);
        WellIngested well = world.wells.getFirst();
        world.store.delete(List.of(ObjectKeys.site(
                TrainingWorld.DATASET,
                WellKeys.siteOf(well.getWell(), well.getSites(0).getSite()))));

        world.trainer("t1", run("plate")).trainNext();

        assertThat(world.last("run-1").orElseThrow().getFailed().getReason())
                .contains("restore it with 'wellstream ingest --verify'");
    }

    private static RunRecord run(String illumination) {
        RunSpecification.Builder specification = TrainingWorld.specification().setEpochs(2);
        return TrainingWorld.run(specification.setIllumination(illumination).build());
    }

    private static ByteString parameters(TrainingWorld world) {
        return world.last("run-1").orElseThrow().getFinished().getParametersSha256();
    }

    private static SampleRequest firstSample(TrainingWorld world) {
        return world.sent(Topics.BATCH_REQUESTS).getFirst().getSamples(0);
    }

    private static List<String> stored(TrainingWorld world) {
        return world.store
                .list(PREFIX)
                .map(ObjectStore.ObjectInfo::key)
                .map(ObjectKey::path)
                .toList();
    }

    private static byte[] bytes(TrainingWorld world, String key) {
        return world.store.read(new ObjectKey(key)).orElseThrow().bytes();
    }

    private static TrainingWorld world(int sitesPerPlate) {
        return world(sitesPerPlate, Depth.EIGHT);
    }

    /** Two experiments of one plate each, whose sites are in the store, darker on the right. */
    private static TrainingWorld world(int sitesPerPlate, Depth depth) {
        TrainingWorld world = new TrainingWorld(0);
        for (int experiment = 1; experiment <= 2; experiment++) {
            for (int well = 0; well < sitesPerPlate / 2; well++) {
                String position = "%c%02d".formatted('B' + well / 20, 2 + well % 20);
                WellIngested ingested = TestWells.well("HUVEC-%02d".formatted(experiment), position, "t" + well % 3);
                world.wells.add(stored(world, ingested, depth));
            }
        }
        return world;
    }

    private static WellIngested stored(TrainingWorld world, WellIngested well, Depth depth) {
        WellIngested.Builder stored = well.toBuilder();
        for (IngestedSite.Builder site : stored.getSitesBuilderList()) {
            SiteId id = WellKeys.siteOf(well.getWell(), site.getSite());
            SiteImage image = image(id, depth);
            ObjectRef object = world.store
                    .putIfAbsent(ObjectKeys.site(TrainingWorld.DATASET, id, depth), SiteObject.encode(image))
                    .ref();
            site.setSize(object.getSize()).setSha256(object.getSha256()).setSixteenBits(depth.isSixteen());
            for (int channel = 0; channel < image.channels(); channel++) {
                PixelStatistics ofPixels = image.plane(channel).statistics();
                site.getImagesBuilder(channel).setMean(ofPixels.mean()).setSd(ofPixels.sd());
            }
        }
        return stored.build();
    }

    private static SiteImage image(SiteId id, Depth depth) {
        Random random = new Random(id.toString().hashCode());
        List<Plane> planes = new ArrayList<>();
        for (int channel = 0; channel < 2; channel++) {
            byte[] pixels = new byte[16 * 16];
            short[] levels = new short[16 * 16];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) ((100 + random.nextInt(50)) * (32 - i % 16) / 32);
                levels[i] = (short) (32_768 + (pixels[i] & 0xff));
            }
            planes.add(depth.isSixteen() ? new Plane(16, 16, levels) : new Plane(16, 16, pixels));
        }
        return new SiteImage(planes);
    }
}
