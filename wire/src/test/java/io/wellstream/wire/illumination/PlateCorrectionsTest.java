package io.wellstream.wire.illumination;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.illumination.BlockSums;
import io.wellstream.imaging.normalize.ChannelStatistics;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.DatasetId;
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
import org.junit.jupiter.api.Test;

/** The corrections of a plate of 72 sites of two channels, 24 x 20 pixels, half as bright on the right as on the left. */
class PlateCorrectionsTest {
    private static final DatasetId DATASET = new DatasetId("small");
    private static final WellId WELL = WellId.of("HUVEC-01", 1, "B03");
    private static final PlateId PLATE = WELL.plate();
    private static final int WIDTH = 24;
    private static final int HEIGHT = 20;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Map<SiteId, SiteImage> images = new TreeMap<>();
    private final PlateSites plate = plate(72, List.of());

    @Test
    void oneProcessAndSeveralWithMoreThreadsStoreTheSameBytes() throws Exception {
        byte[] bytes = stored(new Objects(store), 1, plate);

        assertThat(stored(new Objects(copy()), 4, plate)).isEqualTo(bytes);
        assertThat(stored(new Objects(copy()), 3, shuffled())).isEqualTo(bytes);
    }

    @Test
    void aComputationThatWasEndedLeavesNothingAndTheNextOneGivesTheSame() throws Exception {
        AtomicInteger checks = new AtomicInteger();
        PlateCorrections corrections = new PlateCorrections(new Objects(store), 2);

        assertThatThrownBy(() -> corrections.of(plate, () -> {
                    if (checks.incrementAndGet() == 100) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");

        assertThat(store.stat(plate.key())).isEmpty();
        byte[] bytes = stored(new Objects(store), 2, plate);
        assertThat(bytes).isEqualTo(stored(new Objects(copy()), 1, plate));
    }

    @Test
    void whatIsStoredIsReadAndNoSiteIsReadAgain() throws Exception {
        PlateCorrection computed = new PlateCorrections(new Objects(store), 2).of(plate, () -> {});
        Objects later = new Objects(store);

        PlateCorrection read = new PlateCorrections(later, 2).of(plate, () -> {});

        assertThat(read).isEqualTo(computed);
        assertThat(later.sitesRead).hasValue(0);
        assertThat(new PlateCorrections(later, 1).find(plate)).contains(computed);
    }

    @Test
    void theStatisticsAreThoseOfTheCorrectedPixels() throws Exception {
        PlateCorrection correction = new PlateCorrections(new Objects(store), 2).of(plate, () -> {});

        images.forEach((site, image) -> {
            SiteImage corrected = correction.illumination().correct(image);
            ChannelStatistics statistics = correction.statistics(site);
            for (int channel = 0; channel < 2; channel++) {
                assertThat(statistics.mean()[channel])
                        .isEqualTo(corrected.plane(channel).statistics().mean());
                assertThat(statistics.sd()[channel])
                        .isEqualTo(corrected.plane(channel).statistics().sd());
            }
        });
        SiteId first = images.keySet().iterator().next();
        assertThat(correction.statistics(first).sd()[0])
                .as("the slope from left to right is gone")
                .isLessThan(
                        requireNonNull(images.get(first)).plane(0).statistics().sd() / 2);
    }

    @Test
    void aMaskedChannelIsNeitherSummedNorMeasured() throws Exception {
        PlateCorrection whole = new PlateCorrections(new Objects(store), 1).of(plate(71, List.of()), () -> {});
        List<PlateSites.Site> sites = new ArrayList<>(plate(71, List.of()).sites());
        SiteId last = plate.sites().getLast().id();
        SiteImage without = new SiteImage(
                List.of(requireNonNull(images.get(last)).plane(0), new Plane(WIDTH, HEIGHT, new byte[WIDTH * HEIGHT])));
        ObjectKey key = new ObjectKey("small/other.six");
        sites.add(new PlateSites.Site(
                last, store.putIfAbsent(key, SiteObject.encode(without)).ref(), List.of(1)));

        PlateCorrection masked =
                new PlateCorrections(new Objects(store), 1).of(new PlateSites(DATASET, PLATE, sites), () -> {});

        assertThat(masked.illumination().channels().get(1))
                .isEqualTo(whole.illumination().channels().get(1));
        assertThat(masked.statistics(last).isMasked(1)).isTrue();
        assertThat(masked.statistics(last).isMasked(0)).isFalse();
    }

    @Test
    void otherSitesAreAnotherObject() {
        assertThat(plate(71, List.of()).key()).isNotEqualTo(plate.key());
        assertThat(plate(72, List.of(1)).key()).isNotEqualTo(plate.key());
        assertThat(shuffled().key()).isEqualTo(plate.key());
        assertThat(plate.key().path()).startsWith("small/illumination/ill1/HUVEC-01/1/");
    }

    @Test
    void aPlateOfTooFewSitesIsRefusedInWords() {
        PlateCorrections corrections = new PlateCorrections(new Objects(store), 1);

        assertThatThrownBy(() -> corrections.of(plate(BlockSums.FEWEST_SITES - 1, List.of()), () -> {}))
                .isInstanceOf(UncorrectablePlateException.class)
                .hasMessage("the illumination of plate HUVEC-01/1 of data set small cannot be corrected: 63 sites;"
                        + " expected 64 or more");
    }

    private byte[] stored(Objects objects, int threads, PlateSites sites) throws InterruptedException {
        PlateCorrection unused = new PlateCorrections(objects, threads).of(sites, () -> {});
        return objects.store.read(sites.key()).orElseThrow().bytes();
    }

    /** Another store with the same sites. */
    private InMemoryObjectStore copy() {
        InMemoryObjectStore copy = new InMemoryObjectStore();
        images.forEach((site, image) -> copy.putIfAbsent(ObjectKeys.site(DATASET, site), SiteObject.encode(image)));
        return copy;
    }

    private PlateSites shuffled() {
        List<PlateSites.Site> sites = new ArrayList<>(plate.sites());
        Collections.shuffle(sites, new Random(5));
        return new PlateSites(DATASET, PLATE, sites);
    }

    /** @param masked in the first site */
    private PlateSites plate(int count, List<Integer> masked) {
        List<PlateSites.Site> sites = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            SiteId id = new SiteId(WELL, number);
            SiteImage image = image(number);
            images.put(id, image);
            ObjectRef object = store.putIfAbsent(ObjectKeys.site(DATASET, id), SiteObject.encode(image))
                    .ref();
            sites.add(new PlateSites.Site(id, object, number == 1 ? masked : List.of()));
        }
        return new PlateSites(DATASET, PLATE, sites);
    }

    private static SiteImage image(int seed) {
        Random random = new Random(seed);
        List<Plane> planes = new ArrayList<>();
        for (int channel = 0; channel < 2; channel++) {
            byte[] pixels = new byte[WIDTH * HEIGHT];
            for (int i = 0; i < pixels.length; i++) {
                double light = 1 - 0.5 * (i % WIDTH) / WIDTH;
                pixels[i] = (byte) Math.round((180 + random.nextInt(20)) * light);
            }
            planes.add(new Plane(WIDTH, HEIGHT, pixels));
        }
        return new SiteImage(planes);
    }

    /** The objects of a store, which counts the sites that are read. */
    private static final class Objects implements PlateCorrections.Objects {
        private final ObjectStore store;
        private final AtomicInteger sitesRead = new AtomicInteger();

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
