package io.wellstream.scorer;

import static io.wellstream.scorer.ScreenFixture.card;
import static io.wellstream.scorer.ScreenFixture.noWeights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pool of one thread, which is held in the middle of its work while calls come. */
class BatchingTest {
    private static final int QUEUE = 6;

    private final ScreenFixture screen = new ScreenFixture();
    private final LoadedModel model = new ModelLoader(screen.store, Device.CPU)
            .load(screen.publish("a", card("HUVEC", "x", "y"), noWeights(2), 1, 0));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final InferencePool pool = new InferencePool(
            new InferencePool.Batching(1, 32, Duration.ofMillis(1), QUEUE), 8, new ScorerMeters(registry));
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void holdTheThread() throws InterruptedException {
        CallLife first = new CallLife(
                () -> {
                    held.countDown();
                    return interrupted(goOn);
                },
                () -> false);
        submit(1, first);
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
    void callsThatComeTogetherShareABatch() {
        List<InferencePool.Ticket> calls = IntStream.range(0, 3)
                .mapToObj(i -> submit(2, CallLife.unlimited()))
                .toList();

        goOn.countDown();

        assertThat(calls).allSatisfy(call -> assertThat(call.await(CallLife.unlimited()))
                .hasSize(2)
                .allSatisfy(output -> assertThat(output.logits()).containsExactly(1, 0)));
        assertThat(registry.get("scorer.batch").summary().count()).isEqualTo(2);
        assertThat(registry.get("scorer.batch").summary().max()).isEqualTo(6);
    }

    @Test
    void whenTooMuchWaitsNewCallsAreRefusedUntilSomeIsTakenBack() {
        InferencePool.Ticket first = submit(QUEUE, CallLife.unlimited());

        assertThatThrownBy(pool::enter)
                .isInstanceOfSatisfying(ScorerException.Overloaded.class, refusal -> assertThat(refusal.retryAfter())
                        .isPositive())
                .hasMessageContaining("6 of 6 sites wait");

        first.cancel();
        pool.enter().close();
    }

    @Test
    void aCallThatIsOverIsNotComputed() {
        InferencePool.Ticket expired = submit(2, new CallLife(() -> false, () -> true));
        InferencePool.Ticket cancelled = submit(2, new CallLife(() -> true, () -> false));

        goOn.countDown();

        assertThatThrownBy(() -> expired.await(CallLife.unlimited())).isInstanceOf(ScorerException.Expired.class);
        assertThatThrownBy(() -> cancelled.await(CallLife.unlimited())).isInstanceOf(ScorerException.Cancelled.class);
        assertThat(registry.get("scorer.batch").summary().totalAmount()).isEqualTo(1);
    }

    @Test
    void whoWaitsIsToldWhenThePoolStops() {
        InferencePool.Ticket waiting = submit(2, CallLife.unlimited());

        pool.close();

        assertThatThrownBy(() -> waiting.await(CallLife.unlimited())).isInstanceOf(ScorerException.NotReady.class);
    }

    private InferencePool.Ticket submit(int samples, CallLife life) {
        try (InferencePool.Seat seat = pool.enter()) {
            return seat.submit(model, Collections.nCopies(samples, BatchQueueTest.sample()), false, life);
        }
    }

    /** Waits; the call goes on. */
    private static boolean interrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
