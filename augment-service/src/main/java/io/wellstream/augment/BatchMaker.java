package io.wellstream.augment;

import io.wellstream.augment.SampleParts.Part;
import io.wellstream.imaging.augment.AugmentKernel;
import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.augment.Augmenter;
import io.wellstream.imaging.batch.BatchWriter;
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
import org.jspecify.annotations.Nullable;

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
    private final ThreadLocal<AugmentKernel> kernels =
            ThreadLocal.withInitial(AugmentKernel::new); // of the pool's threads

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
        BatchWriter batch = new BatchWriter(parts.parts().size(), parts.channels(), parts.side(), parts.depth());
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < parts.parts().size(); i++) {
            int sample = i;
            futures.add(fetchers.submit(() -> write(parts, sample, batch)));
        }
        RuntimeException failure = null;
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (ExecutionException e) {
                failure = failure == null ? unchecked(e) : failure; // the first by position, not by time
            }
        }
        if (failure != null) {
            throw failure;
        }
        return batch.bytes();
    }

    private @Nullable Void write(SampleParts parts, int sample, BatchWriter batch) throws InterruptedException {
        seats.acquire();
        try {
            SiteImage site = sites.get(parts.parts().get(sample));
            pixels.submit(() -> augment(parts, sample, site, batch)).get();
            return null;
        } catch (ExecutionException e) {
            throw unchecked(e);
        } finally {
            seats.release();
        }
    }

    private void augment(SampleParts parts, int sample, SiteImage site, BatchWriter batch) {
        Part part = parts.parts().get(sample);
        if (site.channels() != parts.channels()) {
            throw part.rejected(new IllegalArgumentException(
                    "it has " + site.channels() + " channels; the request expects " + parts.channels()));
        }
        if (site.depth() != parts.depth()) {
            throw part.rejected(new IllegalArgumentException(
                    "its object has " + site.depth() + " planes; the request expects " + parts.depth() + " ones"));
        }
        List<Augmentation> choices = parts.policy().draw(part.seed(), parts.side(), parts.channels());
        try {
            kernels.get().apply(site, choices, parts.side(), batch.bytes(), batch.pixelsAt(sample));
            batch.put(sample, Augmenter.apply(part.values(), choices, site), part.label());
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
