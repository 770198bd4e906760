package io.wellstream.scorer.inference;

import static io.wellstream.scorer.ScreenFixture.card;
import static io.wellstream.scorer.ScreenFixture.noWeights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.call.ScorerMeters;
import io.wellstream.scorer.call.StoredObjects;
import io.wellstream.scorer.model.Device;
import io.wellstream.scorer.model.LoadedModel;
import io.wellstream.scorer.model.ModelLoader;
import io.wellstream.scorer.model.NetworkOutput;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pool with one thread, which is blocked while calls arrive. */
class BatchingTest {
    private static final int QUEUE = 6;

    private final ScreenFixture screen = new ScreenFixture();
    private final LoadedModel model = new ModelLoader(new StoredObjects(screen.store), Device.CPU)
            .load(screen.publish("a", card("HUVEC", "x", "y"), noWeights(2), 1, 0));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final InferencePool pool = new InferencePool(
            new InferencePool.Batching(1, 32, Duration.ofMillis(1), QUEUE, 1 << 20), 8, new ScorerMeters(registry));
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void holdTheThread() throws InterruptedException {
        Call first = new Call(
                () -> {
                    held.countDown();
                    return interrupted(goOn);
                },
                () -> false);
        Future<List<NetworkOutput>> unused = submit(1, first);
        held.await();
    }

    @AfterEach
    void close() {
        goOn.countDown();
        pool.close();
        model.release();
        screen.close();
    }

    @Test
    void concurrentCallsShareABatch() {
        List<Future<List<NetworkOutput>>> calls =
                IntStream.range(0, 3).mapToObj(i -> submit(2, Call.unlimited())).toList();

        goOn.countDown();

        assertThat(calls).allSatisfy(call -> assertThat(Call.unlimited().await(call))
                .hasSize(2)
                .allSatisfy(output -> assertThat(output.logits()).containsExactly(1, 0)));
        assertThat(registry.get("scorer.batch").summary().count()).isEqualTo(2);
        assertThat(registry.get("scorer.batch").summary().max()).isEqualTo(6);
    }

    @Test
    void newCallsAreRefusedWhileTooManySitesWait() {
        Future<List<NetworkOutput>> first = submit(QUEUE, Call.unlimited());

        assertThatThrownBy(() -> pool.enter(Call.unlimited()))
                .isInstanceOfSatisfying(ScorerException.Overloaded.class, refusal -> assertThat(refusal.retryAfter())
                        .isPositive())
                .hasMessageContaining("6 of 6 sites wait");

        first.cancel(false);
        pool.enter(Call.unlimited()).close();
    }

    @Test
    void aCallThatHasEndedIsNotComputed() {
        Future<List<NetworkOutput>> expired = submit(2, new Call(() -> false, () -> true));
        Future<List<NetworkOutput>> cancelled = submit(2, new Call(() -> true, () -> false));

        goOn.countDown();

        assertThatThrownBy(() -> Call.unlimited().await(expired)).isInstanceOf(ScorerException.Expired.class);
        assertThatThrownBy(() -> Call.unlimited().await(cancelled)).isInstanceOf(ScorerException.Cancelled.class);
        assertThat(registry.get("scorer.batch").summary().totalAmount()).isEqualTo(1);
    }

    @Test
    void waitingCallsFailWhenThePoolStops() {
        Future<List<NetworkOutput>> waiting = submit(2, Call.unlimited());

        pool.close();

        assertThatThrownBy(() -> Call.unlimited().await(waiting)).isInstanceOf(ScorerException.NotReady.class);
    }

    private Future<List<NetworkOutput>> submit(int samples, Call call) {
        try (InferencePool.Slot slot = pool.enter(call)) {
            return slot.submit(model, Collections.nCopies(samples, BatchQueueTest.sample()), false);
        }
    }

    /** Waits; the call is not cancelled. */
    private static boolean interrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
