package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunStarted;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.RunId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A run on a full object store waits, says so, and goes on as if nothing had happened. */
class FullStoreRunTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final RunRecord RUN =
            TrainingWorld.run(TrainingWorld.specification().build());
    private static final String SPACE = "space in the object store: 12 MB are free";

    private final TrainingWorld world = new TrainingWorld(3);

    @Test
    void aRunWaitsForSpaceForItsCheckpointAndDeletesTheBatchesThatItHasUsed() throws Exception {
        AtomicInteger networks = new AtomicInteger();
        world.store.fillFor(key -> isNetwork(key) && networks.incrementAndGet() > 1);
        RunScheduler trainer = world.trainer("t1", RUN);
        CompletableFuture<Boolean> trained = inBackground(trainer);

        await().atMost(LIMIT).until(() -> waiting().equals(SPACE));
        assertThat(world.meters.get("trainer.waiting").gauge().value()).isOne();
        assertThat(trainer.waitingFor(new RunId("run-1"))).contains(SPACE);
        assertThat(world.checkpoints()).hasSize(1);
        await().atMost(LIMIT).until(() -> usedBatches().isEmpty());
        world.store.free();

        assertThat(trained.get()).isTrue();
        assertThat(waiting()).isEmpty();
        assertThat(world.meters.get("trainer.waiting").gauge().value()).isZero();
        assertThat(parameters()).isEqualTo(undisturbed());
    }

    @Test
    void aRunWaitsForWorkersThatHaveNoSpaceForItsBatches() throws Exception {
        AtomicLong now = new AtomicLong();
        world.nanos = now::get;
        world.store.fillFor(key -> key.path().contains("/batches/"));
        AtomicInteger polls = new AtomicInteger();
        world.workersAway = () -> {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            if (waiting().equals(SPACE) && polls.incrementAndGet() == 10) {
                world.store.free();
            }
            return false;
        };

        world.trainer("t1", RUN).trainNext();

        assertThat(polls.get()).isGreaterThanOrEqualTo(10);
        assertThat(parameters()).isEqualTo(undisturbed());
    }

    @Test
    void aRunThatWaitsForSpaceCanBeCancelled() throws Exception {
        world.store.fillFor(FullStoreRunTest::isNetwork);
        RunScheduler trainer = world.trainer("t1", RUN);
        CompletableFuture<Boolean> trained = inBackground(trainer);
        await().atMost(LIMIT).until(() -> waiting().equals(SPACE));

        trainer.onRecord(RunStates.cancelled(RUN));

        assertThat(trained.get()).isTrue();
        assertThat(world.last("run-1").orElseThrow().hasCancelled()).isTrue();
    }

    @Test
    void aTrainerThatStopsDoesNotWaitForSpace() throws Exception {
        world.store.fillFor(FullStoreRunTest::isNetwork);
        RunScheduler trainer = world.trainer("t1", RUN);
        CompletableFuture<Boolean> trained = inBackground(trainer);
        await().atMost(LIMIT).until(() -> waiting().equals(SPACE));

        trainer.stop();

        assertThat(trained.get()).isTrue();
        world.store.free();
        world.trainer("t2", RUN).trainNext();
        assertThat(parameters()).isEqualTo(undisturbed());
    }

    @Test
    void aRunThatCannotBeClaimedOnAFullStoreSaysSoAndIsTakenLater() throws Exception {
        world.store.fill();
        RunScheduler trainer = world.trainer("t1", RUN);

        assertThat(trainer.trainNext()).isFalse();

        assertThat(trainer.waitingFor(new RunId("run-1"))).contains(SPACE);
        world.store.free();
        assertThat(trainer.trainNext()).isTrue();
        assertThat(parameters()).isEqualTo(undisturbed());
    }

    private static boolean isNetwork(ObjectKey key) {
        return key.path().contains("/network-");
    }

    private static CompletableFuture<Boolean> inBackground(RunScheduler trainer) {
        CompletableFuture<Boolean> trained = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("trainer").start(() -> {
            try {
                trained.complete(trainer.trainNext());
            } catch (Throwable e) {
                trained.completeExceptionally(e);
            }
        });
        return trained;
    }

    private String waiting() {
        return world.last("run-1")
                .map(RunRecord::getStarted)
                .map(RunStarted::getWaitingFor)
                .orElse("");
    }

    /** Those of the first epoch that were trained on before the second checkpoint. */
    private List<ObjectKey> usedBatches() {
        return world.store.keys().stream()
                .filter(key -> key.path().matches(".*/batches/.*train/0/0*[0-7]-.*"))
                .toList();
    }

    private ByteString parameters() {
        return world.last("run-1").orElseThrow().getFinished().getParametersSha256();
    }

    private static ByteString undisturbed() throws InterruptedException {
        TrainingWorld world = new TrainingWorld(3);
        world.trainer("t1", RUN).trainNext();
        return world.last("run-1").orElseThrow().getFinished().getParametersSha256();
    }
}
