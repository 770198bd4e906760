package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.ResumeRequest;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.promotion.ModelCards;
import io.wellstream.wire.keys.RunId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills and resumes runs with the real engines: optimizer state and dropout must resume bit-exactly. */
class RealResumeTest {
    private static final Map<EngineName, Engine> ENGINES = new EnumMap<>(EngineName.class);
    private static final Map<EngineName, RunFinished> UNDISTURBED = new EnumMap<>(EngineName.class);

    @ParameterizedTest
    @EnumSource(EngineName.class)
    void theSameSeedGivesTheSameParameters(EngineName engine) {
        assertThat(train(engine).getParametersSha256())
                .isEqualTo(undisturbed(engine).getParametersSha256());
    }

    @Test
    void theEnginesDifferInTheirBits() {
        assertThat(undisturbed(EngineName.DL4J).getParametersSha256())
                .isNotEqualTo(undisturbed(EngineName.TORCH).getParametersSha256());
    }

    @ParameterizedTest
    @CsvSource({"DL4J,6", "DL4J,9", "DL4J,13", "DL4J,18", "TORCH,6", "TORCH,9", "TORCH,13", "TORCH,18"})
    void aKilledAndResumedRunEndsInTheSameParameters(EngineName engine, int writes) throws Exception {
        RunFinished resumed = killedAndResumed(run(engine), writes);

        assertThat(resumed.getParametersSha256()).isEqualTo(undisturbed(engine).getParametersSha256());
    }

    /** The checkpoint of every fourth step is between two updates. */
    @ParameterizedTest
    @CsvSource({"DL4J,9", "DL4J,13", "TORCH,9", "TORCH,13"})
    void soDoesOneWithAnAverageAndAccumulatedGradients(EngineName engine, int writes) throws Exception {
        RunRecord run = TrainingWorld.run(specification(engine)
                .setOptimizer("sgd")
                .setWeightDecay(1e-4)
                .setEmaDecay(0.9)
                .setAccumulate(3)
                .build());
        RunFinished undisturbed = train(run);

        RunFinished resumed = killedAndResumed(run, writes);

        assertThat(resumed.getParametersSha256()).isEqualTo(undisturbed.getParametersSha256());
    }

    private static RunFinished killedAndResumed(RunRecord run, int writes) throws Exception {
        TrainingWorld world = world();
        try {
            world.trainer("killed", new DyingStore(world.store, writes), run).trainNext();
        } catch (DyingStore.Killed e) {
            RunFinished resumed = RunSchedulerTest.finishAfterTheKill(world, run);
            assertThat(resumed.getAttempt()).isEqualTo(2);
            assertThat(resumed.getBitExact()).isTrue();
            return resumed;
        }
        throw new AssertionError("the run was not killed at write " + writes);
    }

    @ParameterizedTest
    @CsvSource({"DL4J,TORCH", "TORCH,DL4J"})
    void aRunThatBeganOnOneEngineFinishesOnTheOther(EngineName first, EngineName second) throws Exception {
        TrainingWorld world = world();
        RunRecord run = run(first);
        world.trainer("t1", run).trainNext();
        RunRecord finished = world.last("run-1").orElseThrow();
        assertThat(finished.getFinished().getBitExact()).isTrue();
        ResumeRequest changes = ResumeRequest.newBuilder()
                .setEpochs(3)
                .setEngine(second.toString())
                .build();
        assertThat(world.registry().resume(new RunId("run-1"), changes)).isPresent();

        world.trainer("t2").trainNext();

        RunFinished ended = world.last("run-1").orElseThrow().getFinished();
        assertThat(ended.getSteps()).isGreaterThan(finished.getFinished().getSteps());
        assertThat(ended.getBitExact()).isFalse();
        ModelCard card = ModelCards.parse(world.store.get(ended.getCard()));
        assertThat(card.getEngine()).isEqualTo(second.toString());
        assertThat(card.getWarningsList())
                .anyMatch(warning -> warning.contains("not bit-exact"))
                .anyMatch(warning -> warning.contains("engine: " + first + " -> " + second));
    }

    private static RunFinished undisturbed(EngineName engine) {
        return UNDISTURBED.computeIfAbsent(engine, RealResumeTest::train);
    }

    private static RunFinished train(EngineName engine) {
        return train(run(engine));
    }

    private static RunFinished train(RunRecord run) {
        TrainingWorld world = world();
        try {
            world.trainer("t1", run).trainNext();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return world.last("run-1").orElseThrow().getFinished();
    }

    private static RunRecord run(EngineName engine) {
        return TrainingWorld.run(specification(engine).build());
    }

    private static RunSpecification.Builder specification(EngineName engine) {
        return TrainingWorld.specification()
                .setImageSide(32)
                .setEpochs(2)
                .setEngine(engine == EngineName.DL4J ? "" : engine.toString())
                .setNetwork(NetworkSettings.newBuilder().setWidth(4).setDropout(0.3));
    }

    private static TrainingWorld world() {
        TrainingWorld world = new TrainingWorld(2);
        world.engine = engine(EngineName.DL4J);
        world.otherEngines = List.of(engine(EngineName.TORCH));
        return world;
    }

    private static Engine engine(EngineName name) {
        return ENGINES.computeIfAbsent(name, TinyTraining::engine);
    }
}
