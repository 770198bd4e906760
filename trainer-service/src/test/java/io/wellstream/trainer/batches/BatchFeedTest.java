package io.wellstream.trainer.batches;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.BatchDone;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.Phase;
import io.wellstream.trainer.plan.PlannedBatch;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the training thread learns when a thread of the feed ends with an error that is no exception. */
@Timeout(60)
class BatchFeedTest {
    private static final RetryPolicy RARELY = new RetryPolicy(Duration.ofHours(1), Duration.ofHours(1), 5);

    private final BlockingQueue<BatchRequest> requested = new LinkedBlockingQueue<>();

    @Test
    void anErrorInADownloadReachesTheThreadThatWaitsForTheBatch() {
        OutOfMemoryError full = new OutOfMemoryError("Java heap space");

        try (BatchFeed feed = feed(limit -> answers(), ref -> {
            throw full;
        })) {
            assertThatThrownBy(() -> feed.take(() -> {})).isSameAs(full);
        }
    }

    @Test
    void anErrorOfTheThreadThatReadsTheAnswersReachesTheOneThatWaitsForTheBatch() {
        NoClassDefFoundError broken = new NoClassDefFoundError("io/wellstream/Missing");

        try (BatchFeed feed = feed(
                limit -> {
                    throw broken;
                },
                ref -> new byte[0])) {
            assertThatThrownBy(() -> feed.take(() -> {})).isSameAs(broken);
        }
    }

    private BatchFeed feed(BatchInbox.Answers answers, Function<ObjectRef, byte[]> objects) {
        LiveWorkers workers = new LiveWorkers(1, System::nanoTime);
        BatchInbox inbox = new BatchInbox(answers, new RunId("run-1"), 1, workers);
        return BatchFeed.open(
                new BatchFeed.Sequence(
                        0, 1, position -> new PlannedBatch(Phase.PHASE_TRAIN, 0, 0), BatchFeedTest::request),
                new BatchFeed.Channels(this::send, inbox, objects, ref -> {}),
                () -> 1,
                BatchWindow.Clock.system(RARELY));
    }

    private CompletableFuture<Void> send(BatchRequest request) {
        requested.add(request);
        return CompletableFuture.completedFuture(null);
    }

    /** One answer to each request: the batch is there. */
    private List<BatchDone> answers() {
        BatchRequest request = requested.poll();
        return request == null
                ? List.of()
                : List.of(BatchDone.newBuilder()
                        .setRun(request.getRun())
                        .setAttempt(request.getAttempt())
                        .setPhase(request.getPhase())
                        .setEpoch(request.getEpoch())
                        .setIndex(request.getIndex())
                        .setWorker("w1")
                        .setReady(ObjectRef.newBuilder()
                                .setKey(ObjectKeys.batch(request).path()))
                        .build());
    }

    private static BatchRequest request(PlannedBatch batch) {
        return BatchRequest.newBuilder()
                .setDataset("small")
                .setRun("run-1")
                .setAttempt(1)
                .setPhase(batch.phase())
                .setEpoch(batch.epoch())
                .setIndex(batch.index())
                .build();
    }
}
