package io.wellstream.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.imaging.illumination.IlluminationFunction;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.SiteCache;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.IlluminationLevels;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.PlateIllumination;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.illumination.PlateCorrection;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.store.InMemoryObjectStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches whose sites are corrected with the illumination functions of their plate. */
class CorrectedBatchTest {
    private static final ObjectKey KEY = new ObjectKey("small/illumination/ill1/HUVEC-01/1/0.illumination");

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final SmallScreen screen = new SmallScreen(store);

    @Test
    void theBatchIsThatOfTheCorrectedSites() throws Exception {
        ObjectRef functions = functions();

        byte[] corrected = make(store, request(functions, true), 0);

        assertThat(corrected).isEqualTo(make(correctedSites(), screen.request().build(), 0));
        assertThat(corrected).isNotEqualTo(make(store, request(functions, false), 0));
    }

    /** Other digests mean that runs train on other pixels: then the kernel version must change too. */
    @Test
    void theBytesAreThoseOfThisKernelVersion() throws Exception {
        assertThat(Sha256.hexOf(make(store, request(functions(), true), 0)))
                .isEqualTo("ea9fae23be0feef3c566d21706f5b0a390d0ece5570fd533427ce513ae13129f");
    }

    @Test
    void sitesInMemoryAreNotTakenForCorrectedOnes() throws Exception {
        ObjectRef functions = functions();
        try (BatchMaker maker = maker(store, 1 << 20)) {
            byte[] plain = maker.make(request(functions, false));

            byte[] corrected = maker.make(request(functions, true));

            assertThat(corrected).isEqualTo(make(store, request(functions, true), 0));
            assertThat(maker.make(request(functions, true))).isEqualTo(corrected);
            assertThat(maker.make(request(functions, false))).isEqualTo(plain);
        }
    }

    @Test
    void functionsThatAreNotThereAreRefusedInWords() {
        ObjectRef missing = ObjectRef.newBuilder()
                .setKey(KEY.path())
                .setSize(1)
                .setSha256(functions().getSha256())
                .build();
        store.delete(List.of(KEY));

        assertThatThrownBy(() -> make(store, request(missing, true), 0))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("the illumination functions of its plate")
                .hasMessageContaining("wellstream train --resume");
    }

    @Test
    void aNumberWithoutFunctionsIsRefused() {
        BatchRequest request =
                request(functions(), true).toBuilder().clearIlluminations().build();

        assertThatThrownBy(() -> make(store, request, 0))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("has illumination 1; the request has 0");
    }

    private BatchRequest request(ObjectRef functions, boolean corrected) {
        BatchRequest.Builder request = screen.request().setKernelVersion(3).addIlluminations(functions);
        if (corrected) {
            request.getSamplesBuilderList().forEach(sample -> sample.setIllumination(1));
        }
        return request.build();
    }

    private ObjectRef functions() {
        PlateIllumination.Builder functions = PlateIllumination.newBuilder();
        for (int channel = 0; channel < SmallScreen.CHANNELS; channel++) {
            IlluminationFunction function = new IlluminationFunction(
                    2, 2, new float[] {0.5f + channel * 0.1f, 1, 1.5f, IlluminationFunction.LARGEST_FACTOR});
            IlluminationLevels.Builder levels =
                    IlluminationLevels.newBuilder().setColumns(2).setRows(2);
            for (float level : function.levels()) {
                levels.addLevels(level);
            }
            functions.addChannels(levels);
        }
        return store.putIfAbsent(KEY, functions.build().toByteArray()).ref();
    }

    /** A store with the corrected sites at the keys of the original ones, and a screen that knows them. */
    private InMemoryObjectStore correctedSites() throws BadImageException {
        InMemoryObjectStore corrected = new InMemoryObjectStore();
        byte[] functions = store.read(KEY).orElseThrow().bytes();
        for (int i = 0; i < SmallScreen.SITES; i++) {
            SiteImage site = SiteObject.decode(
                    store.read(SmallScreen.key(i)).orElseThrow().bytes());
            corrected.putIfAbsent(
                    SmallScreen.key(i),
                    SiteObject.encode(
                            PlateCorrection.illumination(KEY, functions).correct(site)));
        }
        return corrected;
    }

    private static byte[] make(InMemoryObjectStore from, BatchRequest request, int cacheBytes) throws Exception {
        try (BatchMaker maker = maker(from, cacheBytes)) {
            BatchRequest.Builder there = request.toBuilder();
            there.getSamplesBuilderList().forEach(sample -> {
                ObjectKey key = new ObjectKey(
                        "small/sites/six1/HUVEC-01/1/" + sample.getWell().getWell() + "/s" + sample.getSite() + ".six");
                ObjectRef object = key.refTo(from.read(key).orElseThrow().bytes());
                sample.setSize(object.getSize()).setSha256(object.getSha256());
            });
            return maker.make(there.build());
        }
    }

    private static BatchMaker maker(InMemoryObjectStore store, int cacheBytes) {
        AugmentMeters meters = new AugmentMeters(new SimpleMeterRegistry());
        return new BatchMaker(new SiteImages(store, new SiteCache<>(cacheBytes), meters), 2, 4);
    }
}
