package io.wellstream.local.cli.speed;

import io.wellstream.imaging.augment.AugmentKernel;
import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.augment.Augmenter;
import io.wellstream.imaging.augment.SampleSeed;
import io.wellstream.imaging.batch.BatchWriter;
import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.SampleRequest;
import io.wellstream.wire.Floats;
import io.wellstream.wire.keys.WellKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Makes batches by direct calls in some threads, from sites in memory: what a worker would do without Kafka and the store. */
final class DirectBatches {
    private final BenchBatches batches;
    private final List<SiteImage> images;
    private final int threads;
    private final AtomicLong next = new AtomicLong();
    private final AtomicReference<byte[]> newest =
            new AtomicReference<>(new byte[0]); // so that no batch is made in vain

    DirectBatches(BenchBatches batches, List<SiteImage> images, int threads) {
        this.batches = batches;
        this.images = List.copyOf(images);
        this.threads = threads;
    }

    /** Makes batches until the time is over; returns samples per second. */
    double make(Duration duration) throws InterruptedException {
        long start = System.nanoTime();
        long samples = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("direct-", 0).factory())) {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                counts.add(pool.submit(() -> makeUntil(start + duration.toNanos())));
            }
            for (Future<Long> count : counts) {
                samples += count.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch could not be made", e.getCause());
        }
        return samples / ((System.nanoTime() - start) / 1e9);
    }

    private long makeUntil(long end) {
        AugmentKernel kernel = new AugmentKernel();
        long samples = 0;
        while (System.nanoTime() - end < 0) {
            long number = next.getAndIncrement();
            newest.set(batch(kernel, batches.request("direct", number), number));
            samples += batches.size();
        }
        return samples;
    }

    private byte[] batch(AugmentKernel kernel, BatchRequest request, long number) {
        AugmentationPolicy policy = AugmentationPolicy.named(request.getAugmentation());
        BatchWriter batch = new BatchWriter(batches.size(), batches.channels(), batches.side(), batches.depth());
        for (int i = 0; i < batches.size(); i++) {
            SampleRequest sample = request.getSamples(i);
            long seed = SampleSeed.of(
                    request.getSeed(), request.getEpoch(), WellKeys.siteOf(sample.getWell(), sample.getSite()));
            List<Augmentation> choices = policy.draw(seed, batches.side(), batches.channels());
            SiteImage image = images.get((int) ((number * batches.size() + i) % images.size()));
            kernel.apply(image, choices, batches.side(), batch.bytes(), batch.pixelsAt(i));
            Normalization.Sample values =
                    new Normalization.Sample(Floats.array(sample.getScaleList()), Floats.array(sample.getOffsetList()));
            batch.put(i, Augmenter.apply(values, choices, image), sample.getLabel());
        }
        return batch.bytes();
    }

    /** The size of the newest batch in bytes. */
    int newestSize() {
        return Objects.requireNonNull(newest.get(), "no batch was made").length;
    }
}
