package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.ingest.source.SourceLimits;
import io.wellstream.ingest.source.Sources;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.InMemoryTable;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.SimulatedTable;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.keys.DatasetFilter;
import io.wellstream.wire.store.InMemoryObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job reads the records of its data set, also those of other experiments, without holding them together. */
class LargeDatasetTest {
    private static final long WELLS = Long.getLong("ingest.wells", 60_000);
    private static final long MOST_HEAP = 60_000_000; // the records of so many wells take 175 MB

    private final Path folder;

    LargeDatasetTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theRecordsOfOneExperimentAreReadAtATime() throws Exception {
        InMemoryTable<WellIngested> wells = new InMemoryTable<>();
        SmallScreen.write(folder.resolve("screen"));

        IngestFinished first = run(new ByExperiment(wells), InMemoryIngest.DATASET, IngestJob.Shard.WHOLE);

        assertThat(first.getWellsExpected()).isEqualTo(8);
        assertThat(first.getWellsPublished()).isEqualTo(8);
    }

    @Test
    @Tag("long")
    void theHeapOfAJobDoesNotGrowWithItsDataSet() throws Exception {
        SmallScreen.write(folder.resolve("screen"));
        try (SimulatedTable table = SimulatedTable.onDisk(folder.resolve("table"))) {
            table.receive(WELLS, 1);
            long before = liveHeap();
            try (LiveHeap heap = new LiveHeap()) {
                long began = System.nanoTime();
                IngestFinished finished =
                        run(table.table(), new DatasetId("screen"), new IngestJob.Shard(1, 2)); // HUVEC-02

                long peak = heap.peak() - before;
                System.out.printf(
                        "wells=%d peak_heap_mb=%d s=%.1f%n",
                        WELLS, peak / 1_000_000, (System.nanoTime() - began) / 1e9);
                assertThat(finished.getWellsExpected()).isEqualTo(2);
                assertThat(peak).isLessThan(MOST_HEAP);
            }
        }
    }

    private IngestFinished run(Table<WellIngested> wells, DatasetId dataset, IngestJob.Shard shard)
            throws InterruptedException {
        IngestFlow flow = new IngestFlow(
                new InMemoryObjectStore(),
                new MessageSender(new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer())),
                new IngestTables(wells, new InMemoryTable<>(), DatasetFilter.ALL),
                new Sources(List.of(Path.of("/")), SourceLimits.DEFAULT),
                new IngestMeters(new SimpleMeterRegistry()),
                new IngestFlow.Limits(2, 4, 4));
        IngestJob job = new IngestJob("one", dataset, folder.resolve("screen"), shard, false);
        return flow.run(job, new IngestProgress(), () -> false);
    }

    private static long liveHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Collects garbage four times a second and notes the most that was alive. */
    private static final class LiveHeap implements AutoCloseable {
        private final Thread sampler = Thread.ofPlatform().name("live-heap").unstarted(this::sample);
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile long peak;

        LiveHeap() {
            sampler.start();
        }

        private void sample() {
            try {
                while (!over.await(250, TimeUnit.MILLISECONDS)) {
                    peak = Math.max(peak, liveHeap());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        long peak() {
            return Math.max(peak, liveHeap());
        }

        @Override
        public void close() {
            over.countDown();
            try {
                sampler.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A table that refuses to give more than an experiment at a time. */
    private record ByExperiment(InMemoryTable<WellIngested> table) implements Table<WellIngested> {
        @Override
        public Optional<WellIngested> get(String key) {
            return table.get(key);
        }

        @Override
        public Map<String, WellIngested> under(String prefix) {
            assertThat(prefix).as("the records that are in memory together").matches("[^/]+/[^/]+/.*");
            return table.under(prefix);
        }

        @Override
        public void scan(String prefix, BiConsumer<String, WellIngested> visitor) {
            table.scan(prefix, visitor);
        }

        @Override
        public void onChange(Runnable listener) {
            table.onChange(listener);
        }

        @Override
        public void onChangeOf(Consumer<String> listener) {
            table.onChangeOf(listener);
        }
    }
}
