package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.ingest.source.SourceLimits;
import io.wellstream.ingest.source.Sources;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.InMemoryTable;
import io.wellstream.wire.kafka.MessageSender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The memory of an ingest does not grow with the images of a screen: those of a few wells are held at a time. What grows is the table of
 * wells: rows, file names and records.
 */
@Tag("long")
class ScreenSizeMemoryTest {
    private static final int FEW = 200;
    private static final int MANY = 10 * FEW;
    private static final int ROWS = 14; // B to O
    private static final int COLUMNS = 20; // 3 to 22
    private static final int MOST_BYTES_PER_WELL = 8_000;

    @TempDir
    Path folder;

    @Test
    void tenTimesTheWellsTakeOnlyMoreTableNotMorePixels(TestReporter reporter) throws Exception {
        Measured few = measure("few", FEW);
        Measured many = measure("many", MANY);

        long growth = (many.peak() - few.peak()) / (MANY - FEW);
        reporter.publishEntry("peak of live heap, " + FEW + " wells", few.toString());
        reporter.publishEntry("peak of live heap, " + MANY + " wells", many.toString());
        reporter.publishEntry("bytes of heap per further well", String.valueOf(growth));
        assertThat(many.put()).isGreaterThan(9 * few.put());
        assertThat(growth).isLessThan(MOST_BYTES_PER_WELL).isLessThan(many.put() / MANY / 3);
    }

    /**
     * What an ingest took.
     *
     * @param peak bytes of live heap above those before it
     * @param put bytes stored
     */
    private record Measured(long peak, long put) {}

    private Measured measure(String name, int wells) throws Exception {
        Path screen = write(name, wells);
        ForgetfulStore store = new ForgetfulStore();
        IngestFlow flow = new IngestFlow(
                store,
                new MessageSender(new ForgetfulProducer()),
                new IngestTables(new InMemoryTable<WellIngested>(), new InMemoryTable<IngestFinished>()),
                new Sources(List.of(Path.of("/")), SourceLimits.DEFAULT),
                new IngestMeters(new SimpleMeterRegistry()),
                new IngestFlow.Limits(2, 4, 4));
        IngestJob job = new IngestJob(name, InMemoryIngest.DATASET, screen, IngestJob.Shard.WHOLE, false);
        long before = liveHeap();
        try (LiveHeap heap = new LiveHeap()) {
            IngestFinished finished = flow.run(job, new IngestProgress(), () -> false);

            assertThat(finished.getWellsPublished()).isEqualTo(wells);
            return new Measured(heap.peak() - before, store.bytes());
        }
    }

    private Path write(String name, int wells) throws Exception {
        Path screen = Files.createDirectory(folder.resolve(name));
        SmallScreen small = SmallScreen.writeEmpty(screen);
        for (int i = 0; i < wells; i++) {
            int plate = 1 + i / (ROWS * COLUMNS);
            int position = i % (ROWS * COLUMNS);
            char row = (char) ('B' + position / COLUMNS);
            String well = String.format("%c%02d", row, 3 + position % COLUMNS);
            small.addTrain("HUVEC-01", plate, well, i % 1108);
        }
        return screen;
    }

    private static long liveHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Collects garbage again and again and notes the most that was alive. */
    private static final class LiveHeap implements AutoCloseable {
        private final Thread sampler = Thread.ofPlatform().name("live-heap").unstarted(this::sample);
        private volatile boolean over;
        private volatile long peak;

        LiveHeap() {
            sampler.start();
        }

        private void sample() {
            while (!over) {
                peak = Math.max(peak, liveHeap());
            }
        }

        long peak() {
            return Math.max(peak, liveHeap());
        }

        @Override
        public void close() throws InterruptedException {
            over = true;
            sampler.join();
        }
    }

    /** A producer that keeps nothing of what it sends. */
    private static final class ForgetfulProducer extends MockProducer<byte[], byte[]> {
        ForgetfulProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> sent, Callback callback) {
            Future<RecordMetadata> future = super.send(sent, callback);
            clear();
            return future;
        }
    }
}
