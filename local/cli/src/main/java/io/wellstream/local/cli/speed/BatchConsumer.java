package io.wellstream.local.cli.speed;

import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.BatchDone;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.PartitionReader;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.ObjectStore;
import java.time.Duration;
import java.util.List;

/** A trainer that does not train: it keeps as many batches requested as a trainer would, fetches each one and deletes it. */
final class BatchConsumer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final BenchBatches batches;
    private final String run;
    private final int window;
    private final MessageSender sender;
    private final ObjectStore store;
    private final PartitionReader<BatchDone> answers;
    private long requested;
    private long taken;

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
        long before = taken;
        long start = System.nanoTime();
        long last = start;
        while (System.nanoTime() - start < duration.toNanos()) {
            request();
            List<BatchDone> arrived = answers.poll(POLL);
            for (BatchDone done : arrived) {
                take(done);
            }
            if (!arrived.isEmpty()) {
                last = System.nanoTime();
            } else if (System.nanoTime() - last > PATIENCE.toNanos()) {
                throw new UserError("no batch has arrived for " + PATIENCE.toSeconds() + " s");
            }
        }
        long samples = (taken - before) * batches.size();
        return new Pace(samples / ((System.nanoTime() - start) / 1e9), samples);
    }

    private void request() {
        while (requested < taken + window) {
            sender.send(Topics.BATCH_REQUESTS, run, batches.request(run, requested++))
                    .join();
        }
    }

    private void take(BatchDone done) {
        if (!done.hasReady()) {
            throw new UserError("batch " + done.getIndex() + " was not made: "
                    + done.getFailed().getReason() + done.getWaitingFor());
        }
        byte[] bytes = store.get(done.getReady());
        if (bytes.length != done.getReady().getSize()) {
            throw new UserError("batch " + done.getIndex() + " has " + bytes.length + " bytes");
        }
        store.delete(List.of(ObjectKey.of(done.getReady())));
        taken++;
        request();
    }

    @Override
    public void close() {
        answers.close();
        sender.close();
        store.close();
    }
}
