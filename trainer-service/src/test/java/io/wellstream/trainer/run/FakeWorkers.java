package io.wellstream.trainer.run;

import com.google.protobuf.InvalidProtocolBufferException;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.proto.v1.BatchDone;
import io.wellstream.proto.v1.BatchFailure;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.trainer.batches.BatchInbox.Answers;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.store.InMemoryObjectStore;
import io.wellstream.wire.store.StoreFullException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.MockProducer;

/**
 * Simulated augment workers: they read the requests that a trainer sent and answer them. Faulty ones crash, repeat and
 * reorder answers and announce missing batches, all drawn from a seed. A batch depends only on its request, as in reality.
 */
final class FakeWorkers implements Answers {
    private final TrainingWorld world;
    private final MockProducer<byte[], byte[]> requests;
    private final InMemoryObjectStore store;
    private final Random chance;
    private final boolean faulty;
    private final List<BatchRequest> queue = new ArrayList<>();
    private int read;

    FakeWorkers(TrainingWorld world) {
        this.world = world;
        this.requests = world.topics;
        this.store = world.store;
        this.chance = new Random(world.workerSeed);
        this.faulty = world.faultyWorkers;
        this.read = requests.history().size();
    }

    @Override
    public synchronized List<BatchDone> poll(Duration limit) {
        readRequests();
        boolean away = world.workersAway.getAsBoolean();
        List<BatchDone> answers = new ArrayList<>();
        while (!away && !queue.isEmpty() && answers.size() < 3) {
            BatchRequest request = queue.remove(faulty ? chance.nextInt(queue.size()) : 0);
            answers.addAll(work(request));
        }
        if (answers.isEmpty()) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos()); // as a poll of Kafka would
        }
        return answers;
    }

    private void readRequests() {
        var history = requests.history();
        for (; read < history.size(); read++) {
            if (history.get(read).topic().equals(Topics.BATCH_REQUESTS.name())) {
                try {
                    queue.add(BatchRequest.parseFrom(history.get(read).value()));
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private List<BatchDone> work(BatchRequest request) {
        BatchDone.Builder answer = BatchDone.newBuilder()
                .setRun(request.getRun())
                .setAttempt(request.getAttempt())
                .setPhase(request.getPhase())
                .setEpoch(request.getEpoch())
                .setIndex(request.getIndex())
                .setWorker("w" + chance.nextInt(3));
        if (world.impossible.test(request)) {
            return List.of(answer.setFailed(BatchFailure.newBuilder()
                            .setReason("the site object is torn")
                            .setRetryable(world.retryable)
                            .setWell(request.getSamples(0).getWell())
                            .setSite(request.getSamples(0).getSite()))
                    .build());
        }
        int fate = faulty ? chance.nextInt(6) : 5;
        if (fate == 0) {
            return List.of(); // crashed before it put the batch
        }
        if (fate == 1) {
            return List.of(
                    answer.setFailed(BatchFailure.newBuilder().setReason("busy").setRetryable(true))
                            .build());
        }
        ObjectRef ref;
        try {
            ref = store.putIfAbsent(ObjectKeys.batch(request), batch(request).encode())
                    .ref();
        } catch (StoreFullException e) {
            return List.of(answer.setWaitingFor(e.awaited()).build());
        }
        if (world.damaged.test(request)) {
            store.corrupt(ObjectKeys.batch(request), new byte[] {1, 2, 3});
        }
        if (fate == 2) {
            return List.of(); // crashed after it put the batch
        }
        if (fate == 3) {
            store.delete(List.of(ObjectKeys.batch(request))); // deleted too early
        }
        BatchDone done = answer.setReady(ref).build();
        return fate == 4 ? List.of(done, done) : List.of(done);
    }

    private static Batch batch(BatchRequest request) {
        int samples = request.getSamplesCount();
        int channels = request.getChannels();
        int side = request.getSide();
        int bytes = Batch.depth(request.getKernelVersion()).orElseThrow().bytes();
        byte[] pixels = new byte[samples * channels * side * side * bytes];
        float[] scale = new float[samples * channels];
        float[] offset = new float[samples * channels];
        int[] labels = new int[samples];
        for (int sample = 0; sample < samples; sample++) {
            long seed = request.getSamples(sample).getSha256().hashCode() * 31L + request.getEpoch();
            byte[] values = new byte[channels * side * side * bytes];
            new Random(seed).nextBytes(values);
            System.arraycopy(values, 0, pixels, sample * values.length, values.length);
            for (int channel = 0; channel < channels; channel++) {
                scale[sample * channels + channel] = request.getSamples(sample).getScale(channel);
                offset[sample * channels + channel] = request.getSamples(sample).getOffset(channel);
            }
            labels[sample] = request.getSamples(sample).getLabel();
        }
        return new Batch(channels, side, pixels, scale, offset, labels);
    }
}
