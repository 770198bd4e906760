package io.wellstream.scorer.inference;

import static io.wellstream.scorer.ScreenFixture.card;
import static io.wellstream.scorer.ScreenFixture.noWeights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.wire.keys.WellKeys;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OverloadTest {
    private static final WellId B03 = WellId.of("HUVEC-01", 1, "B03");

    @Test
    void aCallWithoutASlotIsRefusedAtOnceAndAcceptedWhenOneIsFree() throws Exception {
        try (ScreenFixture screen = new ScreenFixture(1, 1, 4);
                ExecutorService callers = Executors.newSingleThreadExecutor()) {
            screen.testWell(B03, new int[] {1, 1});
            screen.serve(screen.publish("served", card("HUVEC", "a", "b"), noWeights(2), 1, 0));
            PredictRequest request = PredictRequest.newBuilder()
                    .setDataset("screen")
                    .addWells(WellKeys.of(B03))
                    .build();
            CountDownLatch seated = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            Call slow = new Call(() -> held(seated, goOn), () -> false);
            Future<PredictResponse> first = callers.submit(() -> screen.scorer.predict(request, slow));
            seated.await();

            assertThatThrownBy(() -> screen.scorer.predict(request, Call.unlimited()))
                    .isInstanceOfSatisfying(
                            ScorerException.Overloaded.class,
                            refusal -> assertThat(refusal.retryAfter()).isPositive());

            goOn.countDown();
            assertThat(first.get().getPredictionsCount()).isEqualTo(1);
            assertThat(screen.scorer.predict(request, Call.unlimited()).getPredictionsCount())
                    .isEqualTo(1);
            assertThat(screen.registry.get("scorer.refused").counter().count()).isEqualTo(1);
        }
    }

    private static boolean held(CountDownLatch seated, CountDownLatch goOn) {
        seated.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
