package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.RunRecord;
import io.wellstream.trainer.claim.Claims;
import io.wellstream.trainer.claim.TrainerIdentity;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that cannot fit, or whose attempts all die, ends as failed and lets the next one go on. */
class RunAdmissionTest {
    private static final RunRecord RUN =
            TrainingWorld.run(TrainingWorld.specification().build());
    private static final RunRecord NEXT =
            RUN.toBuilder().setRun("run-2").setRequestedAtMs(2).build();

    private final TrainingWorld world = new TrainingWorld(3);

    private final Path locks;

    RunAdmissionTest(@TempDir Path locks) {
        this.locks = locks;
    }

    @Test
    void aRunThatCannotFitIsRefusedBeforeItIsRecorded() {
        world.memoryLimit = OptionalLong.of(3_000_000);

        assertThatThrownBy(() -> world.registry().request(new RunId("run-1"), RUN.getSpecification(), false))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageContaining("the run needs 4 MB outside the Java heap")
                .hasMessageContaining("It fits with a batch of 3");
        assertThat(world.sent(Topics.RUNS)).isEmpty();
    }

    @Test
    void aRequestedRunThatCannotFitFailsBeforeAnyWorkAndTheNextOneTrains() throws Exception {
        world.memoryLimit = OptionalLong.of(3_000_000);
        RunRecord smaller = NEXT.toBuilder()
                .setSpecification(NEXT.getSpecification().toBuilder().setBatchSize(3))
                .build();
        RunScheduler trainer = world.trainer("t1", RUN, smaller);

        trainer.trainNext();
        assertThat(world.sent(Topics.RUNS)).singleElement().satisfies(failed -> assertThat(
                        failed.getFailed().getReason())
                .contains("the run needs 4 MB outside the Java heap", "It fits with a batch of 3"));
        assertThat(world.sent(Topics.BATCH_REQUESTS)).isEmpty();

        trainer.trainNext();
        assertThat(world.last("run-2").orElseThrow().hasFinished()).isTrue();
    }

    @Test
    void theRecordOfAStartedRunSaysWhatItTakes() throws Exception {
        world.trainer("t1", RUN).trainNext();

        var memory = world.sent(Topics.RUNS).getFirst().getStarted().getMemory();
        assertThat(memory.getNativeBytes()).isEqualTo(4_000_000);
        assertThat(memory.getHeapBytes()).isPositive();
        assertThat(memory.getWindow()).isEqualTo(16);
        assertThat(memory.getParts()).contains("buffers 32 MB");
    }

    @Test
    void aRunWhoseProcessesDieThreeTimesWithoutACheckpointFailsAndTheNextOneTrains() throws Exception {
        for (int killed = 1; killed <= 3; killed++) {
            assertThatThrownBy(() -> trainNext(new DyingStore(world.store, 2), RUN, NEXT))
                    .isInstanceOf(DyingStore.Killed.class);
        }

        trainNext(world.store, RUN, NEXT);

        RunRecord failed = world.last("run-1").orElseThrow();
        assertThat(failed.getFailed().getAttempt()).isEqualTo(4);
        assertThat(failed.getFailed().getReason())
                .startsWith("3 attempts in a row ended without saving a checkpoint")
                .contains(
                        "killed, or ran out of memory",
                        "The run needs 4 MB outside the Java heap",
                        "A batch of 2 needs");

        trainNext(world.store, RUN, NEXT);
        assertThat(world.last("run-2").orElseThrow().hasFinished()).isTrue();
    }

    @Test
    void anErrorThatEndsTheProcessIsNamedWhenTheRunFails() throws Exception {
        world.engine = new FakeEngine(() -> {
            throw new OutOfMemoryError("Failed to allocate [4096] bytes");
        });
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThatThrownBy(() -> world.trainer("t1", RUN).trainNext()).isInstanceOf(OutOfMemoryError.class);
        }

        world.trainer("t1", RUN).trainNext();

        assertThat(world.last("run-1").orElseThrow().getFailed().getReason())
                .contains("the last error was java.lang.OutOfMemoryError: Failed to allocate [4096] bytes");
    }

    @Test
    void aRunWhoseCheckpointsTheStoreNeverTakesFailsAndTheNextOneIsReached() throws Exception {
        world.store.cutFiles();
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThatThrownBy(() -> world.trainer("t1", RUN, NEXT).trainNext())
                    .isInstanceOf(StoreUnavailableException.class);
        }

        world.trainer("t1", RUN, NEXT).trainNext();
        assertThat(world.last("run-1").orElseThrow().getFailed().getReason())
                .contains("StoreUnavailableException: the server cuts large bodies off");

        world.store.comeBack();
        world.trainer("t1", RUN, NEXT).trainNext();
        assertThat(world.last("run-2").orElseThrow().hasFinished()).isTrue();
    }

    @Test
    void attemptsThatSaveACheckpointAreNotCounted() throws Exception {
        for (int killed = 1; killed <= 5; killed++) {
            assertThatThrownBy(() -> trainNext(new DyingStore(world.store, 6), RUN))
                    .isInstanceOf(DyingStore.Killed.class);
        }

        trainNext(world.store, RUN);

        assertThat(world.last("run-1").orElseThrow().getFinished().getAttempt()).isEqualTo(6);
    }

    @Test
    void aRunWaitsWhileTheLocalDiskFails() throws Exception {
        world.spool = locks.resolve("full");
        RunScheduler trainer = world.trainer("t1", RUN);
        Files.delete(world.spool);

        trainer.trainNext();

        assertThat(trainer.waitingFor(new RunId("run-1")).orElseThrow())
                .startsWith("the local disk: local file " + world.spool);
        assertThat(world.last("run-1").orElseThrow().hasStarted()).isTrue();

        Files.createDirectory(world.spool);
        trainer.trainNext();
        assertThat(world.last("run-1").orElseThrow().hasFinished()).isTrue();
    }

    /** One attempt of a trainer that keeps its name, and so takes its own claim back at once. */
    private void trainNext(ObjectStore through, RunRecord... runs) throws Exception {
        try (TrainerIdentity identity = TrainerIdentity.locked(locks, "trainer")) {
            boolean worked = world.trainer(new Claims(through, identity), "trainer", through, () -> world.latest(runs))
                    .trainNext();
            assertThat(worked).isTrue();
        }
    }
}
