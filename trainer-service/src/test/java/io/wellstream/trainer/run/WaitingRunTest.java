package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.Split;
import io.wellstream.trainer.batches.RetryPolicy;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.RunId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A run waits for what is missing, says for what, and goes on; only answers that say that a batch cannot be made end it. */
class WaitingRunTest {
    private static final RunRecord RUN =
            TrainingWorld.run(TrainingWorld.specification().build());
    private static final ByteString UNDISTURBED = undisturbed();

    private final TrainingWorld world = new TrainingWorld(3);

    @Test
    void aRunWithoutWorkersWaitsForHoursSaysSoAndGoesOnWhenOneComes() throws Exception {
        AtomicLong now = new AtomicLong();
        AtomicBoolean alerted = new AtomicBoolean();
        AtomicBoolean back = new AtomicBoolean();
        long returns = Duration.ofHours(6).toNanos();
        world.retries = new RetryPolicy(Duration.ofSeconds(30), Duration.ofMinutes(10), 5);
        world.nanos = now::get;
        world.workersAway = () -> {
            if (requestsOfEpoch(1) == 0 || back.get()) {
                return false;
            }
            alerted.compareAndSet(false, waitingMeter() == 1);
            back.set(now.addAndGet(Duration.ofMinutes(1).toNanos()) >= returns && alerted.get());
            return !back.get();
        };

        world.trainer("t1", RUN).trainNext();

        assertThat(now.get()).isGreaterThanOrEqualTo(returns);
        assertThat(waitingMeter()).isZero();
        assertThat(world.sent(Topics.RUNS).stream().map(WaitingRunTest::stateAndWait))
                .startsWith("STARTED ", "STARTED augment workers: none answers")
                .endsWith("STARTED ", "FINISHED ");
        RunRecord waiting = world.sent(Topics.RUNS).get(1);
        assertThat(System.currentTimeMillis() - waiting.getStarted().getWaitingSinceMs())
                .isGreaterThanOrEqualTo(30_000);
        assertThat(parameters()).isEqualTo(UNDISTURBED);
    }

    @Test
    void aRunThatWaitsCanBeCancelled() throws Exception {
        AtomicLong now = new AtomicLong();
        RunScheduler[] trainer = new RunScheduler[1];
        world.nanos = now::get;
        world.workersAway = () -> {
            now.addAndGet(Duration.ofMinutes(1).toNanos());
            if (waitingMeter() == 1) {
                trainer[0].onRecord(RunStates.cancelled(RUN));
            }
            return true;
        };
        trainer[0] = world.trainer("t1", RUN);

        trainer[0].trainNext();

        assertThat(world.last("run-1").orElseThrow().hasCancelled()).isTrue();
    }

    @Test
    void fiveAnswersThatABatchCannotBeMadeEndTheRunWithTheirReason() throws Exception {
        world.retries = new RetryPolicy(Duration.ofMillis(5), Duration.ofMillis(20), 5);
        world.retryable = true;
        world.impossible = request -> request.getEpoch() == 1 && request.getIndex() == 2;

        world.trainer("t1", RUN).trainNext();

        RunRecord failed = world.last("run-1").orElseThrow();
        assertThat(failed.getFailed().getReason())
                .startsWith("batch train 1/2: 5 answers said that it could not be made")
                .contains("the site object is torn");
        assertThat(failed.getFailed().hasWell()).isTrue();
    }

    @Test
    void aBatchThatIsDamagedInTheStoreIsMadeAnew() throws Exception {
        AtomicBoolean once = new AtomicBoolean();
        world.damaged = request -> request.getEpoch() == 1 && once.compareAndSet(false, true);

        world.trainer("t1", RUN).trainNext();

        assertThat(once).isTrue();
        assertThat(parameters()).isEqualTo(UNDISTURBED);
    }

    @Test
    void aGateThatClosesAfterTheClaimReleasesTheRun() throws Exception {
        AtomicInteger readings = new AtomicInteger();
        IngestFinished more =
                world.ingest().toBuilder().setJob("job-2").setWellsPublished(99).build();
        world.ingests = () -> readings.incrementAndGet() == 2 ? List.of(world.ingest(), more) : List.of(world.ingest());
        RunScheduler trainer = world.trainer("t1", RUN);

        trainer.trainNext();

        assertThat(world.sent(Topics.RUNS)).isEmpty();
        assertThat(trainer.waitingFor(new RunId("run-1")))
                .contains("ingest job job-2 published 99 wells, and 18 have arrived");
        trainer.trainNext();
        assertThat(world.last("run-1").orElseThrow().getFinished().getAttempt()).isEqualTo(2);
        assertThat(parameters()).isEqualTo(UNDISTURBED);
    }

    @Test
    void aQueuedRunWaitsWhileAnIngestIsRepeated() throws Exception {
        IngestFinished half = world.ingest().toBuilder()
                .clearExperiments()
                .addExperiments("HUVEC-01")
                .setWellsPublished(6)
                .build();
        world.ingests = () -> List.of(half);
        RunScheduler trainer = world.trainer("t1", RUN);

        assertThat(trainer.trainNext()).isFalse();

        assertThat(world.topics.history()).isEmpty();
        assertThat(trainer.waitingFor(new RunId("run-1")))
                .hasValueSatisfying(reason -> assertThat(reason).contains("[HUVEC-02, HUVEC-03]"));
        world.ingests = () -> List.of(world.ingest());
        trainer.trainNext();
        assertThat(parameters()).isEqualTo(UNDISTURBED);
    }

    @Test
    void aRunThatHasItsManifestDoesNotWaitForALaterIngest() throws Exception {
        try {
            world.trainer("killed", new DyingStore(world.store, 8), RUN).trainNext();
        } catch (DyingStore.Killed e) {
            world.ingests = List::of;
        }

        assertThat(RunSchedulerTest.finishAfterTheKill(world, RUN).getParametersSha256())
                .isEqualTo(UNDISTURBED);
    }

    @Test
    void theCheckpointBeforeAnUnreadableOneIsTaken() throws Exception {
        FakeEngine engine = new FakeEngine();
        world.engine = engine;
        try {
            world.trainer("killed", new DyingStore(world.store, 35), RUN).trainNext();
        } catch (DyingStore.Killed e) {
            long newest = world.checkpoints().getFirst();
            engine.unreadable =
                    step -> step == newest && world.sent(Topics.MODELS).isEmpty();
            assertThat(world.checkpoints()).hasSizeGreaterThan(1);

            ByteString parameters =
                    RunSchedulerTest.finishAfterTheKill(world, RUN).getParametersSha256();

            assertThat(resumedFrom()).isPositive().isLessThan(newest);
            assertThat(parameters).isEqualTo(UNDISTURBED);
            return;
        }
        throw new AssertionError("the run was not killed");
    }

    @Test
    void withoutAnyReadableCheckpointTheRunBeginsAgain() throws Exception {
        FakeEngine engine = new FakeEngine();
        world.engine = engine;
        try {
            world.trainer("killed", new DyingStore(world.store, 35), RUN).trainNext();
        } catch (DyingStore.Killed e) {
            AtomicInteger tried = new AtomicInteger();
            int kept = world.checkpoints().size();
            engine.unreadable = step -> tried.incrementAndGet() <= kept;

            assertThat(RunSchedulerTest.finishAfterTheKill(world, RUN).getParametersSha256())
                    .isEqualTo(UNDISTURBED);
            assertThat(resumedFrom()).isZero();
            return;
        }
        throw new AssertionError("the run was not killed");
    }

    @Test
    void theLastCheckpointIsPublishedIfTheBestOneCannotBeRead() throws Exception {
        TrainingWorld validated = new TrainingWorld(4);
        FakeEngine engine = new FakeEngine();
        engine.unreadable = step -> step < 27;
        validated.engine = engine;
        RunRecord run = TrainingWorld.run(TrainingWorld.specification()
                .setEpochs(9)
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(1).setDrawTest(-1)))
                .build());

        validated.trainer("t1", run).trainNext();

        assertThat(validated.last("run-1").orElseThrow().hasFinished()).isTrue();
        if (validated.card().getWarningsList().stream().anyMatch(warning -> warning.contains("could not be read"))) {
            assertThat(validated.card().getSteps())
                    .isEqualTo(
                            validated.last("run-1").orElseThrow().getFinished().getSteps());
        }
    }

    private long resumedFrom() {
        return world.sent(Topics.RUNS).stream()
                .filter(record -> record.hasStarted() && record.getStarted().getAttempt() == 2)
                .findFirst()
                .orElseThrow()
                .getStarted()
                .getResumedFromStep();
    }

    private long requestsOfEpoch(int epoch) {
        return world.sent(Topics.BATCH_REQUESTS).stream()
                .filter(request -> request.getPhase() == Phase.PHASE_TRAIN)
                .map(BatchRequest::getEpoch)
                .filter(of -> of == epoch)
                .count();
    }

    private double waitingMeter() {
        return world.meters.get("trainer.waiting").gauge().value();
    }

    private ByteString parameters() {
        return world.last("run-1").orElseThrow().getFinished().getParametersSha256();
    }

    private static String stateAndWait(RunRecord record) {
        return record.getStateCase() + " " + record.getStarted().getWaitingFor();
    }

    private static ByteString undisturbed() {
        TrainingWorld world = new TrainingWorld(3);
        try {
            world.trainer("t1", RUN).trainNext();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return world.last("run-1").orElseThrow().getFinished().getParametersSha256();
    }
}
