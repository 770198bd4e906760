package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.Split;
import io.wellstream.wire.kafka.Topics;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A stopping trainer leaves its run so that another trainer continues it at once and repeats no step. */
class StoppedRunTest {

    @Test
    void aRunStoppedAtAnyBatchAndContinuedByAnotherTrainerEndsInTheSameParameters() throws Exception {
        RunRecord run = TrainingWorld.run(TrainingWorld.specification()
                .setCheckpointEverySteps(0)
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(1).setDrawTest(1)))
                .build());
        ByteString undisturbed = parametersWhenStoppedAt(Integer.MAX_VALUE, run);

        int stops = 0;
        int resumedInMidEpoch = 0;
        for (int batch = 1; batch < 60; batch += 2) {
            TrainingWorld world = new TrainingWorld(4);
            train(world, batch, run);
            assertThat(world.last("run-1").orElseThrow().hasFailed()).isFalse();
            if (world.last("run-1").orElseThrow().hasFinished()) {
                break; // stopped after its last batch
            }
            stops++;

            world.engine = new FakeEngine();
            assertThat(world.trainer("another", run).trainNext())
                    .as("stopped at batch %d", batch)
                    .isTrue();

            RunRecord ended = world.last("run-1").orElseThrow();
            assertThat(ended.getFinished().getParametersSha256()).isEqualTo(undisturbed);
            assertThat(ended.getFinished().getAttempt()).isEqualTo(2);
            resumedInMidEpoch += resumedInMidEpoch(world) ? 1 : 0;
        }
        assertThat(stops).isGreaterThan(10);
        assertThat(resumedInMidEpoch).isGreaterThan(5);
    }

    @Test
    void aStoppingTrainerTakesNoOtherRun() throws Exception {
        TrainingWorld world = new TrainingWorld(3);
        RunRecord run = TrainingWorld.run(TrainingWorld.specification().build());
        RunScheduler trainer = world.trainer("t1", run);

        trainer.stop();

        assertThat(trainer.trainNext()).isFalse();
        assertThat(world.topics.history()).isEmpty();
    }

    private static ByteString parametersWhenStoppedAt(int batch, RunRecord run) throws InterruptedException {
        TrainingWorld world = new TrainingWorld(4);
        train(world, batch, run);
        return world.last("run-1").orElseThrow().getFinished().getParametersSha256();
    }

    private static void train(TrainingWorld world, int stopAt, RunRecord run) throws InterruptedException {
        RunScheduler[] trainer = new RunScheduler[1];
        AtomicInteger batches = new AtomicInteger();
        world.engine = new FakeEngine(() -> {
            if (batches.incrementAndGet() == stopAt) {
                trainer[0].stop();
            }
        });
        trainer[0] = world.trainer("first", run);
        assertThat(trainer[0].trainNext()).isTrue();
    }

    /** Without a stop, these runs save checkpoints only at the end of an epoch. */
    private static boolean resumedInMidEpoch(TrainingWorld world) {
        return world.sent(Topics.RUNS).stream()
                .filter(record -> record.hasStarted() && record.getStarted().getAttempt() == 2)
                .anyMatch(record -> record.getStarted().getResumedFromStep() % 6 != 0);
    }
}
