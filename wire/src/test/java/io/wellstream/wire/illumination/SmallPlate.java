package io.wellstream.wire.illumination;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.store.InMemoryObjectStore;
import io.wellstream.wire.store.ObjectStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A plate of sites of two channels, 24 x 20 pixels, half as bright on the right as on the left. A camera has added 32,768 to the second
 * channel of 16-bit sites.
 */
final class SmallPlate {
    static final DatasetId DATASET = new DatasetId("small");
    static final int WIDTH = 24;
    static final int HEIGHT = 20;
    private static final WellId WELL = WellId.of("HUVEC-01", 1, "B03");
    private static final PlateId PLATE = WELL.plate();
    private static final int SHIFT = 32_768;

    final InMemoryObjectStore store = new InMemoryObjectStore();
    final Map<SiteId, SiteImage> images = new TreeMap<>();
    private final Depth depth;

    SmallPlate(Depth depth) {
        this.depth = depth;
    }

    /** The first sites, which are put into the store. */
    PlateSites sites(int count) {
        return sites(count, List.of());
    }

    /** @param masked in the first site */
    PlateSites sites(int count, List<Integer> masked) {
        List<PlateSites.Site> sites = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            SiteId id = new SiteId(WELL, number);
            SiteImage image = image(number);
            images.put(id, image);
            ObjectRef object =
                    store.putIfAbsent(key(id), SiteObject.encode(image)).ref();
            sites.add(new PlateSites.Site(id, object, number == 1 ? masked : List.of()));
        }
        return of(sites);
    }

    PlateSites of(List<PlateSites.Site> sites) {
        return new PlateSites(DATASET, PLATE, depth, sites);
    }

    PlateSites shuffled(PlateSites plate) {
        List<PlateSites.Site> sites = new ArrayList<>(plate.sites());
        Collections.shuffle(sites, new Random(5));
        return of(sites);
    }

    /** Another store with the same sites. */
    InMemoryObjectStore copy() {
        InMemoryObjectStore copy = new InMemoryObjectStore();
        images.forEach((site, image) -> copy.putIfAbsent(key(site), SiteObject.encode(image)));
        return copy;
    }

    private ObjectKey key(SiteId site) {
        return ObjectKeys.site(DATASET, site, depth);
    }

    private SiteImage image(int seed) {
        Random random = new Random(seed);
        List<Plane> planes = new ArrayList<>();
        for (int channel = 0; channel < 2; channel++) {
            byte[] pixels = new byte[WIDTH * HEIGHT];
            short[] levels = new short[pixels.length];
            for (int i = 0; i < pixels.length; i++) {
                double light = 1 - 0.5 * (i % WIDTH) / WIDTH;
                long level = Math.round((180 + random.nextInt(20)) * light);
                pixels[i] = (byte) level;
                levels[i] = (short) (level + (channel == 0 ? 0 : SHIFT));
            }
            planes.add(depth.isSixteen() ? new Plane(WIDTH, HEIGHT, levels) : new Plane(WIDTH, HEIGHT, pixels));
        }
        return new SiteImage(planes);
    }

    /** The bytes of the correction that is stored. */
    static byte[] stored(Objects objects, int threads, PlateSites sites) throws InterruptedException {
        PlateCorrection unused = new PlateCorrections(objects, threads).of(sites, () -> {});
        return objects.store.read(sites.key()).orElseThrow().bytes();
    }

    /** The objects of a store, which counts the sites that are read. */
    static final class Objects implements PlateCorrections.Objects {
        final AtomicInteger sitesRead = new AtomicInteger();
        private final ObjectStore store;

        Objects(ObjectStore store) {
            this.store = store;
        }

        @Override
        public Optional<byte[]> find(ObjectKey key) {
            return store.read(key).map(ObjectStore.Versioned::bytes);
        }

        @Override
        public byte[] site(ObjectRef ref) {
            sitesRead.incrementAndGet();
            return store.get(ref);
        }

        @Override
        public void put(ObjectKey key, byte[] bytes) {
            ObjectStore.Put unused = store.putIfAbsent(key, bytes);
        }
    }
}
