package io.wellstream.scorer.inference;

import static io.wellstream.scorer.ScreenFixture.card;
import static io.wellstream.scorer.ScreenFixture.noWeights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.StoredObjects;
import io.wellstream.scorer.model.Device;
import io.wellstream.scorer.model.LoadedModel;
import io.wellstream.scorer.model.ModelLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
    private static final Duration FOREVER = Duration.ofHours(1);
    private static final int LIMIT = 10; // seconds

    private final ScreenFixture screen = new ScreenFixture();
    private final ModelLoader loader = new ModelLoader(new StoredObjects(screen.store), Device.CPU);
    private final LoadedModel a = loader.load(screen.publish("a", card("HUVEC", "x", "y"), noWeights(2), 1, 0));
    private final LoadedModel b = loader.load(screen.publish("b", card("RPE", "x", "y"), noWeights(2), 0, 1));

    @AfterEach
    void close() {
        a.release();
        b.release();
        screen.close();
    }

    @Test
    void samplesAreDueAtOnceWhileNoBatchIsComputed() throws Exception {
        BatchQueue queue = new BatchQueue(32, FOREVER, 1 << 20);

        queue.put(samples(a, 3));

        assertThat(queue.take().entries()).hasSize(3);
    }

    @Test
    void samplesThatArriveWhileABatchIsComputedWaitUntilTheyFillOne() throws Exception {
        BatchQueue queue = new BatchQueue(4, FOREVER, 1 << 20);
        queue.put(samples(a, 1));
        queue.take();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<BatchQueue.ModelBatch> next = thread.submit(queue::take);

            queue.put(samples(a, 1));
            queue.put(samples(b, 3));
            assertThat(next).isNotDone();
            queue.put(samples(a, 3));

            BatchQueue.ModelBatch batch = next.get(LIMIT, TimeUnit.SECONDS);
            assertThat(batch.model()).isSameAs(a);
            assertThat(batch.entries()).hasSize(4);
            assertThat(queue.waiting()).isEqualTo(3);
        }
    }

    @Test
    void samplesThatWaitedForTheMaximumDelayAreABatch() throws Exception {
        BatchQueue queue = new BatchQueue(32, Duration.ofMillis(20), 1 << 20);
        queue.put(samples(a, 1));
        queue.take();
        long asked = System.nanoTime();
        queue.put(samples(a, 2));
        queue.put(samples(a, 1));

        BatchQueue.ModelBatch batch = queue.take();

        assertThat(batch.entries()).hasSize(3);
        assertThat(System.nanoTime() - asked)
                .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
    }

    @Test
    void idleThreadsDivideTheDueSamples() throws Exception {
        BatchQueue queue = new BatchQueue(32, FOREVER, 1 << 20);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<BatchQueue.ModelBatch> first = threads.submit(queue::take);
            Future<BatchQueue.ModelBatch> second = threads.submit(queue::take);
            await().until(() -> queue.idle() == 2);

            queue.put(samples(a, 6));

            assertThat(first.get(LIMIT, TimeUnit.SECONDS).entries()).hasSize(3);
            assertThat(second.get(LIMIT, TimeUnit.SECONDS).entries()).hasSize(3);
        }
    }

    @Test
    void removedSamplesFreeTheirPlacesAtOnce() throws Exception {
        BatchQueue queue = new BatchQueue(2, FOREVER, 1 << 20);
        PendingSamples gone = samples(a, 5);
        queue.put(gone);
        queue.put(samples(a, 1));
        queue.take();

        queue.remove(gone);

        assertThat(queue.waiting()).isEqualTo(1);
        queue.done();
        assertThat(queue.take().entries()).allMatch(entry -> entry.pending() != gone);
    }

    @Property(tries = 200)
    void everySampleIsComputedOnceUnlessRemovedAndOnlyInABatchOfItsModel(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        BatchQueue queue = new BatchQueue(1 + random.nextInt(8), Duration.ZERO, 1 << 20);
        Set<BatchQueue.Entry> expected = new HashSet<>();
        List<BatchQueue.Entry> taken = new ArrayList<>();
        List<PendingSamples> put = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    PendingSamples samples = samples(random.nextBoolean() ? a : b, 1 + random.nextInt(9));
                    put.add(samples);
                    for (int i = samples.waiting() - 1; i >= 0; i--) {
                        expected.add(new BatchQueue.Entry(samples, i));
                    }
                    queue.put(samples);
                }
                case 2 -> take(queue, taken);
                default -> {
                    if (!put.isEmpty()) {
                        PendingSamples gone = put.remove(random.nextInt(put.size()));
                        expected.removeIf(entry -> entry.pending() == gone && !taken.contains(entry));
                        queue.remove(gone);
                    }
                }
            }
        }
        while (queue.waiting() > 0) {
            take(queue, taken);
        }

        assertThat(taken).doesNotHaveDuplicates();
        assertThat(new HashSet<>(taken)).isEqualTo(expected);
    }

    @Test
    void aBatchIsNoLargerThanItsBuffersMayBe() throws Exception {
        int floats = ScreenFixture.CHANNELS * ScreenFixture.SIDE * ScreenFixture.SIDE
                + a.classes().size()
                + a.embeddingSize();
        BatchQueue queue = new BatchQueue(32, FOREVER, 3L * floats * Float.BYTES + 1);
        queue.put(samples(a, 8));

        assertThat(queue.take().entries()).hasSize(3);
        assertThat(a.largestBatch(1)).as("a single sample is always computed").isEqualTo(1);
    }

    private static void take(BatchQueue queue, List<BatchQueue.Entry> taken) throws InterruptedException {
        if (queue.waiting() > 0) {
            BatchQueue.ModelBatch batch = queue.take();
            assertThat(batch.entries())
                    .isNotEmpty()
                    .allMatch(entry -> entry.pending().model() == batch.model());
            taken.addAll(batch.entries());
            queue.done();
        }
    }

    private static PendingSamples samples(LoadedModel model, int count) {
        return new PendingSamples(model, Collections.nCopies(count, sample()), false, Call.unlimited());
    }

    static Batch.Sample sample() {
        Plane plane =
                new Plane(ScreenFixture.SIDE, ScreenFixture.SIDE, new byte[ScreenFixture.SIDE * ScreenFixture.SIDE]);
        return new Batch.Sample(
                new SiteImage(Collections.nCopies(ScreenFixture.CHANNELS, plane)),
                new Normalization.Sample(new float[ScreenFixture.CHANNELS], new float[ScreenFixture.CHANNELS]),
                Batch.NO_LABEL);
    }
}
