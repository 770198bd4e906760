package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.RunFailed;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunStarted;
import io.wellstream.proto.v1.Split;
import io.wellstream.trainer.checkpoint.CheckpointIndex;
import io.wellstream.trainer.claim.Claims;
import io.wellstream.trainer.claim.TrainerIdentity;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.StallingStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A trainer that is suspended for longer than its claim lives continues while, or after, another works on its run. */
class SplitBrainTest {
    private static final DatasetId DATASET = TrainingWorld.DATASET;
    private static final RunId RUN = new RunId("run-1");

    @Test
    void aTrainerSuspendedAtAnyCallToTheStoreChangesNothingOnceAnotherHasFinishedItsRun() throws Exception {
        RunRecord run = TrainingWorld.run(TrainingWorld.specification()
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(1).setDrawTest(1)))
                .build());
        TrainingWorld undisturbed = new TrainingWorld(4);
        undisturbed.trainer("t0", run).trainNext();
        ByteString expected = parameters(undisturbed.last("run-1").orElseThrow());
        CheckpointComplete last = newest(undisturbed);

        int suspensions = 0;
        while (suspendAndFinish(run, suspensions, expected, last)) {
            suspensions++;
        }
        assertThat(suspensions).isGreaterThan(50);
    }

    /** Suspends the first trainer at its n-th call; false if it makes fewer. */
    private static boolean suspendAndFinish(RunRecord run, int call, ByteString expected, CheckpointComplete last)
            throws Exception {
        TrainingWorld world = new TrainingWorld(4);
        AtomicInteger calls = new AtomicInteger();
        AtomicLong suspended = new AtomicLong();
        StallingStore stalling = new StallingStore(world.store, method -> calls.getAndIncrement() == call);
        Claims claims = new Claims(
                stalling.client(), TrainerIdentity.fresh("suspended"), () -> System.nanoTime() + suspended.get());
        RunScheduler loser = world.trainer(claims, "suspended", stalling.client(), () -> List.of(run));
        Thread losing = Thread.ofPlatform().start(() -> {
            try {
                loser.trainNext();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        if (!stalling.awaitStalled(losing)) {
            return false;
        }
        boolean hadEnded = world.last("run-1").map(RunRecord::hasFinished).orElse(false);
        RunFinished winner = RunSchedulerTest.finishAfterTheKill(world, run);

        suspended.set(Duration.ofSeconds(60).toNanos());
        stalling.goOn();
        losing.join();

        RunRecord record = asReadersSee(world.sent(Topics.RUNS));
        assertThat(parameters(record)).as("suspended at call %d", call).isEqualTo(expected);
        assertThat(record.getFinished()).isEqualTo(winner);
        assertThat(winner.getAttempt()).as("attempt after call %d", call).isEqualTo(hadEnded || call < 2 ? 1 : 2);
        assertThat(newest(world).getStep()).isEqualTo(last.getStep());
        assertThat(newest(world).getParametersSha256()).isEqualTo(last.getParametersSha256());
        assertThat(world.store.get(newest(world).getNetwork())).isNotEmpty();
        return true;
    }

    @Test
    void theRecordOfARunThatHasEndedIsWrittenAgainByAnyTrainer() {
        TrainingWorld world = new TrainingWorld(3);
        RunRecord finished = TrainingWorld.run(TrainingWorld.specification().build()).toBuilder()
                .setFinished(RunFinished.newBuilder().setAttempt(2))
                .build();

        world.trainer("t1").onOverwrite(finished);

        assertThat(world.last("run-1")).contains(finished);
    }

    @Test
    void theRecordOfARunInTrainingIsWrittenAgainByItsTrainerOnly() throws Exception {
        TrainingWorld world = new TrainingWorld(3);
        RunRecord run = TrainingWorld.run(TrainingWorld.specification().build());
        RunRecord started = run.toBuilder()
                .setStarted(RunStarted.newBuilder().setAttempt(1))
                .build();
        RunScheduler[] trainer = new RunScheduler[1];
        AtomicInteger batches = new AtomicInteger();
        world.engine = new FakeEngine(() -> {
            if (batches.incrementAndGet() == 1) {
                world.trainer("another").onOverwrite(started);
                assertThat(world.sent(Topics.RUNS)).hasSize(1);
                trainer[0].onOverwrite(started);
            }
        });
        trainer[0] = world.trainer("t1", run);

        trainer[0].trainNext();

        List<RunRecord> sent = world.sent(Topics.RUNS);
        assertThat(sent).hasSize(3);
        assertThat(sent.get(1)).isEqualTo(sent.get(0));
        assertThat(sent.get(1).getStarted().getTrainer()).startsWith("t1");
    }

    @Test
    void aRunOfTheNameOfAnEarlierOneOfAnotherSpecificationIsRefusedAfterTheBrokerLostItsData() throws Exception {
        TrainingWorld world = new TrainingWorld(3);
        train(world, TrainingWorld.run(TrainingWorld.specification().build()));
        RunRecord other = TrainingWorld.run(
                        TrainingWorld.specification().setEpochs(5).build())
                .toBuilder()
                .setRequestedAtMs(2)
                .build();
        int objects = world.store.keys().size();

        RunFailed failed = train(world, other).getFailed();

        assertThat(failed.getReason())
                .contains("an earlier run 'run-1'", "another specification", "choose another one");
        assertThat(failed.getAttempt()).isEqualTo(2);
        assertThat(world.store.keys()).hasSize(objects);
    }

    @Test
    void aRunOfTheNameOfAnEarlierOneOnOtherDataIsRefused() throws Exception {
        TrainingWorld world = new TrainingWorld(3);
        RunRecord run = TrainingWorld.run(TrainingWorld.specification().build());
        train(world, run);
        world.wells.removeLast();

        RunFailed failed =
                train(world, run.toBuilder().setRequestedAtMs(2).build()).getFailed();

        assertThat(failed.getReason()).contains("or other data");
    }

    @Test
    void theSameRunRequestedAgainAfterTheBrokerLostItsDataEndsInTheSameModelAtOnce() throws Exception {
        TrainingWorld world = new TrainingWorld(3);
        RunRecord run = TrainingWorld.run(TrainingWorld.specification().build());
        RunFinished before = train(world, run).getFinished();
        int requests = world.sent(Topics.BATCH_REQUESTS).size();

        RunFinished again =
                train(world, run.toBuilder().setRequestedAtMs(2).build()).getFinished();

        assertThat(again.getParametersSha256()).isEqualTo(before.getParametersSha256());
        assertThat(again.getCard()).isEqualTo(before.getCard());
        assertThat(world.sent(Topics.BATCH_REQUESTS)).hasSize(requests);
    }

    @Test
    void theEndOfARunThatTheTableLostIsWrittenAgain() throws Exception {
        TrainingWorld world = new TrainingWorld(3);
        RunRecord run = TrainingWorld.run(TrainingWorld.specification().build());
        RunRecord ended = train(world, run);
        AtomicLong now = new AtomicLong();
        Claims claims = new Claims(world.store, TrainerIdentity.fresh("late"), now::get);
        RunScheduler late = world.trainer(claims, "late", world.store, () -> List.of(run));
        int sent = world.sent(Topics.RUNS).size();

        assertThat(late.trainNext()).isFalse();
        assertThat(world.sent(Topics.RUNS)).hasSize(sent);
        now.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(late.trainNext()).isFalse();

        assertThat(world.sent(Topics.RUNS)).hasSize(sent + 1);
        assertThat(world.last("run-1")).contains(ended);
    }

    /** Trains a run that the table of runs shows as it is given, and returns the last record that was written. */
    private static RunRecord train(TrainingWorld world, RunRecord run) throws InterruptedException {
        assertThat(world.trainerThatSees("t", run).trainNext()).isTrue();
        return world.last("run-1").orElseThrow();
    }

    private static RunRecord asReadersSee(List<RunRecord> sent) {
        var fence = Topics.RUNS.fence().get();
        Optional<RunRecord> known = Optional.empty();
        for (RunRecord next : sent) {
            known = fence.admits("run-1", known, next) ? Optional.of(next) : known;
        }
        return known.orElseThrow();
    }

    private static CheckpointComplete newest(TrainingWorld world) {
        return new CheckpointIndex(world.store, DATASET, RUN).newest().orElseThrow();
    }

    private static ByteString parameters(RunRecord record) {
        return record.getFinished().getParametersSha256();
    }
}
