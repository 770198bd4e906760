package io.wellstream.wire.illumination;

import io.wellstream.imaging.illumination.BlockSums;
import io.wellstream.imaging.illumination.Illumination;
import io.wellstream.imaging.normalize.ChannelStatistics;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.PixelStatistics;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.Trace;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * The corrections of plates, from the store. One that is missing is computed and stored. It is a pure function of the plate's sites, at a
 * key computed from them, so it does not matter which process computes it, how many do so at a time, and whether one of them is killed.
 */
public final class PlateCorrections {
    private final Objects objects;
    private final int threads;

    /** The objects of the store, as the process that asks reads and writes them. */
    public interface Objects {
        /** The bytes at a key; empty if there is no object, or a damaged one. */
        Optional<byte[]> find(ObjectKey key);

        /** The object of a site, checked by its digest. */
        byte[] site(ObjectRef ref);

        /** Puts an object unless it is there. */
        void put(ObjectKey key, byte[] bytes);
    }

    /** @param threads that read sites and process their pixels at the same time */
    public PlateCorrections(Objects objects, int threads) {
        this.objects = objects;
        this.threads = threads;
    }

    /** With the objects of a store, and a thread per core. */
    public static PlateCorrections in(ObjectStore store) {
        return new PlateCorrections(new Stored(store), Runtime.getRuntime().availableProcessors());
    }

    /** The objects of a store. A damaged correction is deleted, and can be computed again. */
    private record Stored(ObjectStore store) implements Objects {
        @Override
        public Optional<byte[]> find(ObjectKey key) {
            try {
                return store.read(key).map(ObjectStore.Versioned::bytes);
            } catch (CorruptObjectException e) {
                store.delete(List.of(key));
                return Optional.empty();
            }
        }

        @Override
        public byte[] site(ObjectRef ref) {
            return store.get(ref);
        }

        @Override
        public void put(ObjectKey key, byte[] bytes) {
            ObjectStore.Put unused = store.putIfAbsent(key, bytes);
        }
    }

    /** The correction of a plate, if it has been computed. */
    public Optional<PlateCorrection> find(PlateSites plate) {
        ObjectKey key = plate.key();
        return objects.find(key).map(bytes -> PlateCorrection.parse(key, bytes, plate));
    }

    /**
     * The correction of a plate; computes and stores it if the store has none. It reads all sites of the plate twice.
     *
     * @param check called before each site; ends the work by throwing
     * @throws UncorrectablePlateException if the plate has too few sites, or sites that differ in their size
     */
    public PlateCorrection of(PlateSites plate, Runnable check) throws InterruptedException {
        Optional<PlateCorrection> there = find(plate);
        if (there.isPresent()) {
            return there.get();
        }
        if (plate.sites().size() < BlockSums.FEWEST_SITES) {
            throw new UncorrectablePlateException(
                    plate, plate.sites().size() + " sites; expected " + BlockSums.FEWEST_SITES + " or more", null);
        }
        byte[] bytes = compute(plate, check);
        ObjectKey key = plate.key();
        objects.put(key, bytes);
        return PlateCorrection.parse(key, bytes, plate);
    }

    private byte[] compute(PlateSites plate, Runnable check) throws InterruptedException {
        SiteImage first = decode(plate, plate.sites().getFirst());
        BlockSums sums = new BlockSums(first.channels(), first.width(), first.height());
        try (ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("illumination-", 0).daemon().factory())) {
            try {
                ExecutorService traced = Trace.across(pool);
                List<Boolean> unused = each(plate, check, traced, site -> {
                    sums.add(decode(plate, site), site.masked());
                    return true;
                });
                Illumination illumination = sums.illumination();
                return PlateCorrection.encode(
                        plate,
                        illumination,
                        each(
                                plate,
                                check,
                                traced,
                                site -> statistics(illumination.correct(decode(plate, site)), site)));
            } catch (IllegalArgumentException e) {
                throw new UncorrectablePlateException(plate, String.valueOf(e.getMessage()), e);
            } finally {
                pool.shutdownNow(); // the rest of the work after a failure
            }
        }
    }

    private SiteImage decode(PlateSites plate, PlateSites.Site site) {
        try {
            SiteImage image = SiteObject.decode(objects.site(site.object()));
            if (image.depth() != plate.depth()) {
                throw new UncorrectablePlateException(
                        plate,
                        "the object of site " + site.id() + " has " + image.depth() + " planes; expected "
                                + plate.depth() + " ones",
                        null);
            }
            return image;
        } catch (BadImageException e) {
            throw new UncorrectablePlateException(plate, "site " + site.id() + ": " + e.getMessage(), e);
        }
    }

    private static ChannelStatistics statistics(SiteImage corrected, PlateSites.Site site) {
        float[] mean = new float[corrected.channels()];
        float[] sd = new float[mean.length];
        for (int channel = 0; channel < mean.length; channel++) {
            if (!site.masked().contains(channel)) {
                PixelStatistics statistics = corrected.plane(channel).statistics();
                mean[channel] = statistics.mean();
                sd[channel] = statistics.sd();
            }
        }
        return new ChannelStatistics(mean, sd, corrected.depth());
    }

    /** The results for all sites in their order; at most a few more sites than threads are in memory. */
    private static <T> List<T> each(
            PlateSites plate, Runnable check, ExecutorService pool, Function<PlateSites.Site, T> work)
            throws InterruptedException {
        List<Future<T>> futures = new ArrayList<>(plate.sites().size());
        plate.sites().forEach(site -> futures.add(pool.submit(() -> work.apply(site))));
        List<T> results = new ArrayList<>(futures.size());
        for (Future<T> future : futures) {
            check.run();
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
            }
        }
        return results;
    }
}
