package io.wellstream.scorer.submission;

import static io.wellstream.scorer.ScreenFixture.card;
import static io.wellstream.scorer.ScreenFixture.noWeights;
import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.SubmissionCost;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubmissionCostTest {
    private final ScreenFixture screen = new ScreenFixture();

    @BeforeEach
    void sixSitesOfOneExperimentAndTwoOfAnother() {
        for (int column = 2; column <= 4; column++) {
            well(WellId.of("HUVEC-05", 1, "B0" + column));
        }
        well(WellId.of("RPE-03", 1, "B02"));
        screen.finishIngest("sirna");
        screen.serve(screen.publish("all", card("", "17", "250"), noWeights(2), 2, 0));
    }

    private void well(WellId well) {
        screen.testWell(well, new int[] {1, 1}, new int[] {2, 2});
        screen.addRow(well);
    }

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void aSubmissionReportsWhatItTookAndScoresNothingTwice() {
        SubmissionCost first = build("HUVEC-05", Call.unlimited());
        SubmissionCost second = build("HUVEC-05", Call.unlimited());

        assertThat(first.getSites()).isEqualTo(6);
        assertThat(first.getSeconds()).isPositive();
        assertThat(first.getDecodeSeconds()).isPositive();
        assertThat(first.getInferenceSeconds()).isPositive();
        assertThat(first.getOtherSeconds()).isBetween(0.0, first.getSeconds());
        assertThat(second.getSites()).isZero();
    }

    @Test
    void aSubmissionIsChargedForItsOwnWorkAloneWhileAnotherRuns() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Call held = new Call(() -> signalAndWait(begun, goOn), () -> false);
        try (ExecutorService caller = Executors.newSingleThreadExecutor()) {
            Future<SubmissionCost> first = caller.submit(() -> build("HUVEC-05", held));
            begun.await();

            SubmissionCost second = build("RPE-03", Call.unlimited());
            goOn.countDown();

            assertThat(second.getSites()).isEqualTo(2);
            assertThat(first.get().getSites()).isEqualTo(6);
            assertThat(first.get().getInferenceSeconds() + second.getInferenceSeconds())
                    .isLessThanOrEqualTo(seconds("scorer.inference"));
            assertThat(first.get().getDecodeSeconds() + second.getDecodeSeconds())
                    .isLessThanOrEqualTo(seconds("scorer.preparation"));
        }
    }

    private double seconds(String timer) {
        return screen.registry.get(timer).timer().totalTime(TimeUnit.SECONDS);
    }

    private SubmissionCost build(String experiment, Call call) {
        List<SubmissionProgress> messages = new ArrayList<>();
        screen.scorer.buildSubmission(
                BuildSubmissionRequest.newBuilder()
                        .setDataset("screen")
                        .addExperiments(experiment)
                        .build(),
                call,
                messages::add);
        return messages.getLast().getResult().getCost();
    }

    /** Signals that the call has begun, and waits; the call is not cancelled. */
    private static boolean signalAndWait(CountDownLatch begun, CountDownLatch goOn) {
        begun.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
