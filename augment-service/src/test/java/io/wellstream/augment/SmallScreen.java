package io.wellstream.augment;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.SampleRequest;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.store.InMemoryObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Twelve sites of 40x40 pixels and three channels in a store, and requests for batches of them. */
final class SmallScreen {
    static final DatasetId DATASET = new DatasetId("small");
    static final int SITES = 12;
    static final int CHANNELS = 3;
    static final int SIDE = 24;

    private final List<ObjectRef> objects = new ArrayList<>();

    SmallScreen(InMemoryObjectStore store) {
        Random random = new Random(42);
        for (int i = 0; i < SITES; i++) {
            List<Plane> planes = new ArrayList<>();
            for (int channel = 0; channel < CHANNELS; channel++) {
                byte[] pixels = new byte[40 * 40];
                random.nextBytes(pixels);
                planes.add(new Plane(40, 40, pixels));
            }
            ObjectKey key = key(i);
            objects.add(store.putIfAbsent(key, SiteObject.encode(new SiteImage(planes)))
                    .ref());
        }
    }

    static ObjectKey key(int i) {
        return ObjectKeys.site(DATASET, site(i));
    }

    static SiteId site(int i) {
        return new SiteId(WellId.of("HUVEC-01", 1, "B%02d".formatted(2 + i / 2)), 1 + i % 2);
    }

    /** A request for all sites; the last one is unlabelled. */
    BatchRequest.Builder request() {
        BatchRequest.Builder request = BatchRequest.newBuilder()
                .setRun("run-1")
                .setAttempt(1)
                .setDataset(DATASET.name())
                .setPhase(Phase.PHASE_TRAIN)
                .setEpoch(3)
                .setIndex(7)
                .setKernelVersion(1)
                .setSide(SIDE)
                .setAugmentation("recommended")
                .setSeed(99)
                .setChannels(CHANNELS);
        for (int i = 0; i < SITES; i++) {
            SampleRequest.Builder sample = SampleRequest.newBuilder()
                    .setWell(WellKeys.of(site(i).well()))
                    .setSite(site(i).number())
                    .setSize(objects.get(i).getSize())
                    .setSha256(objects.get(i).getSha256())
                    .setLabel(i == SITES - 1 ? -1 : i % 4);
            for (int channel = 0; channel < CHANNELS; channel++) {
                sample.addScale(0.01f * (channel + 1)).addOffset(-0.5f);
            }
            request.addSamples(sample);
        }
        return request;
    }
}
