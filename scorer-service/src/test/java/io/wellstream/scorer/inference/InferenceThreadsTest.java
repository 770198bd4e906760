package io.wellstream.scorer.inference;

import static io.wellstream.scorer.ScreenFixture.card;
import static io.wellstream.scorer.ScreenFixture.noWeights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Inference threads that end with an error: in the pool, whose error is thrown where a call is checked, and by themselves. */
class InferenceThreadsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ScreenFixture screen = new ScreenFixture();
    private final LoadedModel model = new ModelLoader(new StoredObjects(screen.store), Device.CPU)
            .load(screen.publish("a", card("HUVEC", "x", "y"), noWeights(2), 1, 0));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final InferencePool pool = new InferencePool(
            new InferencePool.Batching(1, 32, Duration.ZERO, 6, 1 << 20), 8, new ScorerMeters(registry));

    @AfterEach
    void close() {
        pool.close();
        model.release();
        screen.close();
    }

    @Test
    void aThreadThatLacksDirectMemoryFailsItsBatchAndIsReplaced() {
        for (int death = 1; death <= 3; death++) {
            Future<List<NetworkOutput>> unlucky = submit(throwing(new OutOfMemoryError("Cannot reserve 36 MiB")));

            assertThatThrownBy(() -> Call.unlimited().await(unlucky))
                    .isInstanceOf(ScorerException.Overloaded.class)
                    .hasMessageContaining("no memory left for 1 sites of model 'screen/a'")
                    .hasMessageContaining("-XX:MaxDirectMemorySize");
        }

        assertThat(Call.unlimited().await(submit(Call.unlimited()))).hasSize(1);
        assertThat(registry.get("scorer.inference.deaths").counter().count()).isEqualTo(3);
        assertThat(registry.get("scorer.inference.threads").gauge().value()).isEqualTo(1);
        assertThat(pool.lacking()).isEmpty();
    }

    @Test
    void anyOtherErrorEndsAThreadNoMoreThanItsBatch() {
        Future<List<NetworkOutput>> unlucky = submit(throwing(new LinkageError("no such symbol")));

        assertThatThrownBy(() -> Call.unlimited().await(unlucky)).hasRootCauseMessage("no such symbol");
        assertThat(Call.unlimited().await(submit(Call.unlimited()))).hasSize(1);
    }

    @Test
    void aDefectWhereACallIsCheckedEndsNoThread() {
        Call broken = new Call(
                () -> {
                    throw new IllegalStateException("defect");
                },
                () -> false);

        assertThatThrownBy(() -> Call.unlimited().await(submit(broken))).hasMessage("defect");
        assertThat(Call.unlimited().await(submit(Call.unlimited()))).hasSize(1);
        assertThat(registry.get("scorer.inference.deaths").counter().count()).isZero();
    }

    @Test
    void aThreadThatCouldNotBeReplacedIsStartedWhenReadinessIsAsked() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        AtomicInteger starts = new AtomicInteger();
        Runnable work = () -> {
            if (starts.incrementAndGet() == 1) {
                throw new LinkageError("the first dies");
            }
            hold(closed);
        };
        Runnable noRoomForAnother = () -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        try (InferenceThreads threads = new InferenceThreads(1, work, noRoomForAnother)) {
            await().atMost(LIMIT).until(() -> threads.running() == 0);

            threads.replaceMissing();

            assertThat(threads.running()).isEqualTo(1);
            assertThat(starts).hasValueLessThanOrEqualTo(2);
        } finally {
            closed.countDown();
        }
    }

    private Future<List<NetworkOutput>> submit(Call call) {
        try (InferencePool.Slot slot = pool.enter(call)) {
            return slot.submit(model, List.of(BatchQueueTest.sample()), false);
        }
    }

    private static Call throwing(Error error) {
        return new Call(
                () -> {
                    throw error;
                },
                () -> false);
    }

    private static void hold(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
