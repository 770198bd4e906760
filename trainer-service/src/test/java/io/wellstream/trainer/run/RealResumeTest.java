package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.dl4j.Dl4jEngine;
import io.wellstream.trainer.engine.dl4j.NativeSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills and resumes runs with the real engine: optimizer state and dropout must resume bit-exactly. */
class RealResumeTest {
    private static final Engine ENGINE = Dl4jEngine.start(
            new NativeSettings(3L << 30, Path.of(System.getProperty("user.home"), ".javacpp", "cache")));
    private static final RunRecord RUN = TrainingWorld.run(TrainingWorld.specification()
            .setImageSide(32)
            .setEpochs(2)
            .setNetwork(NetworkSettings.newBuilder().setWidth(4).setDropout(0.3))
            .build());
    private static final RunFinished UNDISTURBED = train();

    @Test
    void theSameSeedGivesTheSameParameters() {
        assertThat(train().getParametersSha256()).isEqualTo(UNDISTURBED.getParametersSha256());
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 9, 13, 18})
    void aKilledAndResumedRunEndsInTheSameParameters(int writes) throws Exception {
        TrainingWorld world = world();
        try {
            world.trainer("killed", new DyingStore(world.store, writes), RUN).trainNext();
        } catch (DyingStore.Killed e) {
            RunFinished resumed = RunSchedulerTest.finishAfterTheKill(world, RUN);

            assertThat(resumed.getAttempt()).isEqualTo(2);
            assertThat(resumed.getBitExact()).isTrue();
            assertThat(resumed.getParametersSha256()).isEqualTo(UNDISTURBED.getParametersSha256());
            return;
        }
        throw new AssertionError("the run was not killed at write " + writes);
    }

    private static RunFinished train() {
        TrainingWorld world = world();
        try {
            world.trainer("t1", RUN).trainNext();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return world.last("run-1").orElseThrow().getFinished();
    }

    private static TrainingWorld world() {
        TrainingWorld world = new TrainingWorld(2);
        world.engine = ENGINE;
        return world;
    }
}
