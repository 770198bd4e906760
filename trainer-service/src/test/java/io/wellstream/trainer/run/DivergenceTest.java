package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.kafka.Topics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/**
 * Training that diverges goes back to the last planned checkpoint at half the rate, twice, then the run fails. Where it goes back
 * to does not depend on when the process was killed or when checkpoints were saved by time.
 */
class DivergenceTest {
    private static final double RATE = 0.01;
    private static final int STEPS_PER_EPOCH = 9;
    /** Too much for this rate in the middle of the second epoch. */
    private static boolean once(long step, double rate) {
        return step == 15 && rate > RATE / 2;
    }

    private static final RunRecord RUN = TrainingWorld.run(TrainingWorld.specification()
            .setCheckpointEverySteps(4)
            .setLearningRate(LearningRate.newBuilder().setSchedule("constant").setBase(RATE))
            .build());

    @Test
    void theRunGoesOnAtHalfTheRateAndItsCardSaysSo() throws Exception {
        TrainingWorld world = new TrainingWorld(3);

        RunFinished finished = train(world, DivergenceTest::once, RUN).getFinished();

        assertThat(finished.getSteps()).isEqualTo(3 * STEPS_PER_EPOCH);
        assertThat(world.sent(Topics.RUN_EVENTS).getLast().getLearningRate()).isEqualTo(RATE / 2);
        assertThat(world.card().getWarningsList())
                .anyMatch(warning -> warning.contains("diverged") && warning.endsWith("1 time"));
        assertThat(finished.getBitExact()).isTrue();
    }

    @Test
    void theThirdDivergenceEndsTheRun() throws Exception {
        TrainingWorld world = new TrainingWorld(3);

        RunRecord failed = train(world, (step, rate) -> step == 15, RUN);

        assertThat(failed.getFailed().getReason())
                .startsWith("the loss is Infinity at step 15 with learning rate 0.0025")
                .endsWith("(training had gone back to its last checkpoint and halved the learning rate 2 times)");
        assertThat(world.checkpoints().getFirst()).isEqualTo(12);
    }

    @Test
    void divergenceBeforeTheFirstCheckpointGoesBackToTheBeginning() throws Exception {
        TrainingWorld world = new TrainingWorld(3);

        assertThat(train(world, (step, rate) -> step == 2 && rate > RATE / 2, RUN)
                        .hasFinished())
                .isTrue();
        assertThat(world.sent(Topics.RUN_EVENTS).getFirst().getLearningRate()).isEqualTo(RATE / 2);
    }

    @Test
    void aReplayOfTheDivergenceGivesTheSameParametersWhereverTheRunWasKilled() throws Exception {
        ByteString expected = train(new TrainingWorld(3), DivergenceTest::once, RUN)
                .getFinished()
                .getParametersSha256();

        int kills = 0;
        while (true) {
            TrainingWorld world = new TrainingWorld(3);
            world.engine = diverging(DivergenceTest::once);
            try {
                world.trainer("killed", new DyingStore(world.store, kills), RUN).trainNext();
                break; // not killed: every write has been tried
            } catch (DyingStore.Killed e) {
                kills++;
            }
            assertThat(RunSchedulerTest.finishAfterTheKill(world, RUN).getParametersSha256())
                    .as("killed at write %d", kills)
                    .isEqualTo(expected);
        }
        assertThat(kills).isGreaterThan(30);
    }

    @Test
    void checkpointsSavedByTimeDoNotChangeWhereTheRunGoesBackTo() throws Exception {
        ByteString expected = train(new TrainingWorld(3), DivergenceTest::once, RUN)
                .getFinished()
                .getParametersSha256();
        for (int minutesPerStep = 3; minutesPerStep <= 10; minutesPerStep++) {
            TrainingWorld world = new TrainingWorld(3);
            AtomicLong now = new AtomicLong();
            Duration step = Duration.ofMinutes(minutesPerStep);
            FakeEngine engine = new FakeEngine(() -> now.addAndGet(step.toNanos()));
            engine.diverges = DivergenceTest::once;
            world.engine = engine;
            world.nanos = now::get;

            world.trainer("t1", RUN).trainNext();

            assertThat(world.last("run-1").orElseThrow().getFinished().getParametersSha256())
                    .as("%d minutes per step", minutesPerStep)
                    .isEqualTo(expected);
        }
    }

    private static RunRecord train(TrainingWorld world, BiPredicate<Long, Double> diverges, RunRecord run)
            throws InterruptedException {
        world.engine = diverging(diverges);
        world.trainer("t1", run).trainNext();
        return world.last("run-1").orElseThrow();
    }

    private static FakeEngine diverging(BiPredicate<Long, Double> diverges) {
        FakeEngine engine = new FakeEngine();
        engine.diverges = diverges;
        return engine;
    }
}
