package io.wellstream.local.cli.speed;

import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.BatchDone;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.PartitionReader;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.ObjectStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** A trainer that does not train: it keeps as many batches requested and fetched as a trainer would, and deletes each one. */
final class BatchConsumer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int DOWNLOADS_AT_ONCE = 4; // as a trainer

    private final BenchBatches batches;
    private final String run;
    private final int window;
    private final MessageSender sender;
    private final ObjectStore store;
    private final PartitionReader<BatchDone> answers;
    private final ExecutorService downloads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("batch-download-", 0).factory());
    private final Semaphore turns = new Semaphore(DOWNLOADS_AT_ONCE);
    private final Set<Long> awaited = new HashSet<>(); // guarded by this
    private long requested; // guarded by this
    private long taken; // guarded by this
    private volatile @Nullable RuntimeException failure; // of a request or a download

    /** @param workers that make the batches */
    BatchConsumer(SystemClient client, BenchBatches batches, String run, int workers) {
        this.batches = batches;
        this.run = run;
        this.window = 2 * workers + 2;
        this.sender = new MessageSender(client.kafka());
        this.store = ObjectStore.connect(client.store());
        this.answers = PartitionReader.of(client.kafka(), Topics.BATCHES, run);
    }

    record Pace(double perSecond, long samples) {}

    /** Takes batches until the time is over. */
    Pace consume(Duration duration) {
        long before = taken();
        long start = System.nanoTime();
        long last = start;
        request();
        while (System.nanoTime() - start < duration.toNanos()) {
            List<BatchDone> arrived = answers.poll(POLL);
            arrived.forEach(this::accept);
            rethrowFailure();
            if (!arrived.isEmpty()) {
                last = System.nanoTime();
            } else if (System.nanoTime() - last > PATIENCE.toNanos()) {
                throw new UserError("no batch has arrived for " + PATIENCE.toSeconds() + " s");
            }
        }
        long samples = (taken() - before) * batches.size();
        return new Pace(samples / ((System.nanoTime() - start) / 1e9), samples);
    }

    private synchronized long taken() {
        return taken;
    }

    private synchronized void request() {
        while (requested < taken + window) {
            awaited.add(requested);
            CompletableFuture<Void> unused = sender.send(Topics.BATCH_REQUESTS, run, batches.request(run, requested++))
                    .whenComplete((sent, failed) -> {
                        if (failed != null) {
                            failure = new KafkaException("cannot send a batch request", failed);
                        }
                    });
        }
    }

    private void accept(BatchDone done) {
        if (!done.hasReady()) {
            throw new UserError("batch " + done.getIndex() + " was not made: "
                    + done.getFailed().getReason() + done.getWaitingFor());
        }
        boolean first;
        synchronized (this) {
            first = awaited.remove(done.getIndex());
        }
        if (first) {
            downloads.execute(() -> take(done.getReady()));
        }
    }

    private void take(ObjectRef ref) {
        try {
            fetch(ref);
            synchronized (this) {
                taken++;
            }
            request();
            store.delete(List.of(ObjectKey.of(ref)));
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** The store checks the size and the digest. */
    private void fetch(ObjectRef ref) {
        turns.acquireUninterruptibly();
        try {
            byte[] unused = store.get(ref);
        } finally {
            turns.release();
        }
    }

    private void rethrowFailure() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void close() {
        downloads.close();
        answers.close();
        sender.close();
        store.close();
    }
}
