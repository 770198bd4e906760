package io.wellstream.augment;

import io.wellstream.augment.SampleParts.Part;
import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.augment.Augmenter;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes the batch of a request: a pure function of the request, for any number of threads. Virtual threads fetch sites and a fixed
 * pool processes pixels; a semaphore bounds the samples between the two. Nothing is in flight when {@link #make} returns.
 */
final class BatchMaker implements AutoCloseable {
    private final SiteImages sites;
    private final Semaphore seats;
    private final ExecutorService fetchers = Trace.across(Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("fetch-", 0).factory()));
    private final ExecutorService pixels;

    /**
     * @param threads that process pixels
     * @param inFlight samples fetched and not yet finished, at most
     */
    BatchMaker(SiteImages sites, int threads, int inFlight) {
        this.sites = sites;
        this.seats = new Semaphore(inFlight);
        this.pixels = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(inFlight), // never full: a seat is held before each submission
                Thread.ofPlatform().name("pixels-", 0).daemon().factory());
    }

    /**
     * @throws RejectedException if no batch can ever be made of this request; it names the well that prevents it
     */
    byte[] make(BatchRequest request) throws InterruptedException {
        SampleParts parts = SampleParts.of(request);
        List<Future<Batch.Sample>> futures = new ArrayList<>();
        for (Part part : parts.parts()) {
            futures.add(fetchers.submit(() -> sample(parts, part)));
        }
        List<Batch.Sample> samples = new ArrayList<>();
        RuntimeException failure = null;
        for (Future<Batch.Sample> future : futures) {
            try {
                samples.add(future.get());
            } catch (ExecutionException e) {
                failure = failure == null ? unchecked(e) : failure; // the first by position, not by time
            }
        }
        if (failure != null) {
            throw failure;
        }
        return Batch.of(samples).encode();
    }

    private Batch.Sample sample(SampleParts parts, Part part) throws InterruptedException {
        seats.acquire();
        try {
            SiteImage site = sites.get(part);
            return pixels.submit(() -> augment(parts, part, site)).get();
        } catch (ExecutionException e) {
            throw unchecked(e);
        } finally {
            seats.release();
        }
    }

    private static Batch.Sample augment(SampleParts parts, Part part, SiteImage site) {
        if (site.channels() != parts.channels()) {
            throw part.rejected(new IllegalArgumentException(
                    "it has " + site.channels() + " channels; the request expects " + parts.channels()));
        }
        List<Augmentation> choices = parts.policy().draw(part.seed(), parts.side(), parts.channels());
        try {
            return new Batch.Sample(
                    Augmenter.apply(site, choices, parts.side()),
                    Augmenter.apply(part.values(), choices),
                    part.label());
        } catch (IllegalArgumentException e) {
            throw part.rejected(e);
        }
    }

    private static RuntimeException unchecked(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException known) {
            return known;
        }
        return new IllegalStateException("a sample could not be made", e.getCause());
    }

    @Override
    public void close() {
        fetchers.shutdownNow();
        pixels.shutdownNow();
    }
}
