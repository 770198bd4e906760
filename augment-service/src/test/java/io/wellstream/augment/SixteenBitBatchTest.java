package io.wellstream.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.augment.SampleSeed;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.illumination.Illumination;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteCache;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.IlluminationLevels;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.PlateIllumination;
import io.wellstream.proto.v1.SampleRequest;
import io.wellstream.wire.Floats;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.store.InMemoryObjectStore;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches of 16-bit sites: a dim channel of levels 100 to 140, and one of a camera that adds 32,768. */
class SixteenBitBatchTest {
    private static final SiteId SITE = new SiteId(WellId.of("HUVEC-01", 1, "B02"), 1);
    private static final int SIDE = 24;
    private static final int SOURCE = 2 * SIDE;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final int[][] levels = {levels(100, 41), levels(32_768 + 400, 3_000)};
    private final BatchMaker maker = new BatchMaker(
            new SiteImages(store, new SiteCache<>(1 << 20), new AugmentMeters(new SimpleMeterRegistry())), 2, 4);

    @AfterEach
    void stopThreads() {
        maker.close();
    }

    @Test
    void meansOfFourPixelsReachTheBatchWithTheirQuarters() throws Exception {
        ObjectRef site = put(Depth.SIXTEEN);

        Batch batch = Batch.decode(maker.make(request(site, "none").build()));

        assertThat(batch.depth()).isEqualTo(Depth.SIXTEEN);
        float[] values = new float[SIDE * SIDE];
        for (int channel = 0; channel < 2; channel++) {
            batch.toFloats(0, channel, values);
            for (int i = 0; i < values.length; i++) {
                double normalised = (meanOfFour(channel, i) - 120) / 4;
                assertThat((double) values[i]).isCloseTo(normalised, within(channel == 0 ? 1e-5 : 2e-2));
            }
        }
    }

    /** Other digests mean that runs train on other pixels: then the kernel version must change too. */
    @ParameterizedTest
    @CsvSource({
        "none, 5093afefcba6c8830d73dd6acd8417200bf251a2f59ed132252d4d3d92dfffcb",
        "recommended, 437f51050787591eb84cc01f2202a881d714f618ed589cc0ade79205ed5f2c5d",
        "full-resolution, a89cafce31cd8a3f0f1f7e5746b396fbeb15839edbfbd021ae14bdba25b0a570"
    })
    void theBytesAreThoseOfThisKernelVersion(String policy, String sha256) throws Exception {
        byte[] bytes = maker.make(request(put(Depth.SIXTEEN), policy).build());

        assertThat(Sha256.hexOf(bytes)).isEqualTo(sha256);
    }

    /** In whole levels, pixels of the dim channel would be up to 0.12 off. */
    @Test
    void correctedMeansReachTheBatchUnrounded() throws Exception {
        BatchRequest request = corrected(request(put(Depth.SIXTEEN), "none"), functions(1, 0.8f));

        Batch batch = Batch.decode(maker.make(request));

        float[] values = new float[SIDE * SIDE];
        for (int channel = 0; channel < 2; channel++) {
            batch.toFloats(0, channel, values);
            double added = channel == 0 ? 0 : 32_768;
            for (int i = 0; i < values.length; i++) {
                double normalised = ((meanOfFour(channel, i) - added) / 0.8f + added - 120) / 4;
                assertThat((double) values[i]).isCloseTo(normalised, within(channel == 0 ? 5e-4 : 3e-2));
            }
        }
    }

    /** As above, for corrected sites. */
    @ParameterizedTest
    @CsvSource({
        "none, f599cb98a76c0301414a041f5b3622f02abcf836fd30fe28eecfac2f1f4f64c7",
        "recommended, 19d379d3bd982bce6c3d65543f4c1041bca3372a20a3160d879e9ee250f0e874",
        "full-resolution, ce87d636bb366b33ed08c540dbe2cff9568f1adc8bf0c2544ca4be400cd9b675"
    })
    void theBytesOfCorrectedSitesAreThoseOfThisKernelVersion(String policy, String sha256) throws Exception {
        BatchRequest request = corrected(request(put(Depth.SIXTEEN), policy), functions(2, 0.5f, 1, 1.5f, 1.25f));

        assertThat(Sha256.hexOf(maker.make(request))).isEqualTo(sha256);
    }

    @Test
    void anObjectOfTheOtherDepthIsRejected() {
        ObjectRef site = put(Depth.EIGHT);
        BatchRequest request =
                request(site, "none").setKernelVersion(Batch.KERNEL_VERSION).build();

        assertThatThrownBy(() -> maker.make(request))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("its object has 16-bit planes; the request expects 8-bit ones");
    }

    @Test
    void aChangeOfToneIsRejected() {
        ObjectRef site = put(Depth.SIXTEEN);
        long toned = LongStream.range(0, 1_000)
                .filter(seed -> AugmentationPolicy.SEED_2019.draw(SampleSeed.of(seed, 0, SITE), SIDE, 2).stream()
                        .anyMatch(Augmentation.Add.class::isInstance))
                .findFirst()
                .orElseThrow();
        BatchRequest request = request(site, "seed-2019").setSeed(toned).build();

        assertThatThrownBy(() -> maker.make(request))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("a change of grey levels of a 16-bit site");
    }

    private double meanOfFour(int channel, int i) {
        int first = i / SIDE * 2 * SOURCE + i % SIDE * 2;
        int[] all = levels[channel];
        return (all[first] + all[first + 1] + all[first + SOURCE] + all[first + SOURCE + 1]) / 4.0;
    }

    private static int[] levels(int from, int count) {
        return new Random(count).ints(SOURCE * SOURCE, from, from + count).toArray();
    }

    /** @param place where the 16-bit site is put */
    private ObjectRef put(Depth place) {
        Plane[] planes = new Plane[levels.length];
        for (int channel = 0; channel < planes.length; channel++) {
            short[] plane = new short[SOURCE * SOURCE];
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (short) levels[channel][i];
            }
            planes[channel] = new Plane(SOURCE, SOURCE, plane);
        }
        byte[] object = SiteObject.encode(new SiteImage(List.of(planes)));
        return store.putIfAbsent(ObjectKeys.site(SmallScreen.DATASET, SITE, place), object)
                .ref();
    }

    private static BatchRequest corrected(BatchRequest.Builder request, ObjectRef functions) {
        request.getSamplesBuilderList().forEach(sample -> sample.setIllumination(1));
        return request.setKernelVersion(Illumination.SIXTEEN_BIT_KERNEL_VERSION)
                .addIlluminations(functions)
                .build();
    }

    /** The same function for both channels, of square blocks; a camera has added 32,768 to the second one. */
    private ObjectRef functions(int side, float... ofBlocks) {
        PlateIllumination.Builder functions = PlateIllumination.newBuilder();
        for (int channel = 0; channel < 2; channel++) {
            functions.addChannels(IlluminationLevels.newBuilder()
                    .setColumns(side)
                    .setRows(side)
                    .addAllLevels(Floats.list(ofBlocks))
                    .setOffset(channel * 32_768));
        }
        ObjectKey key = new ObjectKey("small/illumination/ill1/HUVEC-01/1/0.illumination");
        return store.putIfAbsent(key, functions.build().toByteArray()).ref();
    }

    private static BatchRequest.Builder request(ObjectRef site, String policy) {
        return BatchRequest.newBuilder()
                .setRun("run-1")
                .setDataset(SmallScreen.DATASET.name())
                .setPhase(Phase.PHASE_TRAIN)
                .setKernelVersion(Batch.SIXTEEN_BIT_KERNEL_VERSION)
                .setSide(SIDE)
                .setAugmentation(policy)
                .setSeed(5)
                .setChannels(2)
                .addSamples(SampleRequest.newBuilder()
                        .setWell(WellKeys.of(SITE.well()))
                        .setSite(SITE.number())
                        .setSize(site.getSize())
                        .setSha256(site.getSha256())
                        .addAllScale(List.of(0.25f, 0.25f))
                        .addAllOffset(List.of(-30f, -30f)));
    }
}
