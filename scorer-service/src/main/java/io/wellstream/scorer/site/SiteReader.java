package io.wellstream.scorer.site;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.pixels.SiteCache;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerMeters;
import io.wellstream.scorer.call.StoredObjects;
import io.wellstream.wire.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Reads ingested sites and preprocesses them for a model: from memory or else from the store, many at a time. */
public final class SiteReader implements AutoCloseable {
    private static final int DOWNLOADS = 32;

    private final StoredObjects store;
    private final SiteCache<Preprocessing.Key> cache;
    private final ScorerMeters meters;
    private final Semaphore downloads = new Semaphore(DOWNLOADS);
    private final Semaphore cores;
    private final ExecutorService fetchers = Trace.across(Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("scorer-fetch-", 0).factory()));

    /** @param threads that preprocess pixels at the same time */
    public SiteReader(StoredObjects store, SiteCache<Preprocessing.Key> cache, int threads, ScorerMeters meters) {
        this.store = store;
        this.cache = cache;
        this.cores = new Semaphore(threads);
        this.meters = meters;
        meters.watchCache(cache::bytes);
    }

    /** The samples of the sites, in their order. */
    public List<Batch.Sample> samples(List<StoredSite> sites, Preprocessing preprocessing, Call call) {
        List<SiteImage> images = read(sites, preprocessing, call);
        List<Batch.Sample> samples = new ArrayList<>(sites.size());
        for (int i = 0; i < sites.size(); i++) {
            samples.add(preprocessing.sample(sites.get(i), images.get(i)));
        }
        return samples;
    }

    /** The sites in their order, resized for the model and not normalised. */
    private List<SiteImage> read(List<StoredSite> sites, Preprocessing preprocessing, Call call) {
        SiteImage[] images = new SiteImage[sites.size()];
        Map<Integer, Future<SiteImage>> missing = new HashMap<>();
        for (int i = 0; i < images.length; i++) {
            StoredSite site = sites.get(i);
            Preprocessing.Key key = preprocessing.cacheKey(site);
            Optional<SiteImage> known = cache.get(key);
            if (known.isPresent()) {
                images[i] = known.get();
            } else {
                missing.put(i, fetchers.submit(() -> read(site, key, preprocessing, call)));
            }
        }
        meters.cacheRead(images.length - missing.size(), missing.size());
        if (!missing.isEmpty()) {
            await(missing, images, call);
        }
        return List.of(images);
    }

    private void await(Map<Integer, Future<SiteImage>> missing, SiteImage[] images, Call call) {
        try {
            meters.fetching(() -> missing.forEach((i, site) -> images[i] = call.await(site)));
        } finally {
            missing.values().forEach(site -> site.cancel(true));
        }
    }

    private SiteImage read(StoredSite site, Preprocessing.Key key, Preprocessing preprocessing, Call call)
            throws InterruptedException {
        byte[] object = fetch(site);
        return withCore(() -> {
            SiteImage prepared = meters.preparing(() -> call.cost().decoding(() -> preprocessing.resize(site, object)));
            cache.put(key, prepared);
            return prepared;
        });
    }

    /** Works on pixels, concurrently with at most as many others as there are cores: more would not be faster and would use more memory. */
    public <T> T withCore(Supplier<T> work) {
        cores.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            cores.release();
        }
    }

    private byte[] fetch(StoredSite site) throws InterruptedException {
        downloads.acquire();
        try {
            return store.get(site.object());
        } finally {
            downloads.release();
        }
    }

    @Override
    public void close() {
        fetchers.shutdownNow();
    }
}
