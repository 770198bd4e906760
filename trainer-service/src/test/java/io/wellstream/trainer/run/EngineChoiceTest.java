package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.checkpoint.Origin;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.wire.keys.RunId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which trainer takes a run that names an engine. */
class EngineChoiceTest {
    private final TrainingWorld world = new TrainingWorld(2);

    @Test
    void aRunOfAnotherEngineIsLeftToOtherTrainersAndSaysSo() throws Exception {
        RunRecord run = run("torch", "");
        RunScheduler trainer = world.trainer("t1", run);

        assertThat(trainer.trainNext()).isFalse();

        assertThat(trainer.waitingFor(new RunId("run-1"))).contains("a trainer with engine torch: this one has dl4j");
        assertThat(world.last("run-1")).isEmpty();
    }

    @Test
    void aTrainerWithTheEngineTakesIt() throws Exception {
        FakeEngine torch = new FakeEngine("fake torch");
        torch.name = EngineName.TORCH;
        world.otherEngines = List.of(torch);

        assertThat(world.trainer("t1", run("torch", "")).trainNext()).isTrue();

        assertThat(world.card().getEngine()).isEqualTo("torch");
        assertThat(world.card().getEnvironment()).isEqualTo("fake torch");
        assertThat(world.card().getSpecification().getEngine()).isEqualTo("torch");
    }

    @Test
    void aRunOfAnyEngineIsTrainedByTheOneThatTheTrainerPrefers() throws Exception {
        FakeEngine torch = new FakeEngine("fake torch");
        torch.name = EngineName.TORCH;
        world.engine = torch;
        world.otherEngines = List.of(new FakeEngine());

        world.trainer("t1", run("any", "")).trainNext();

        assertThat(world.card().getEngine()).isEqualTo("torch");
    }

    @Test
    void aRunThatNamesNoneIsTrainedByTheDefaultEngine() throws Exception {
        FakeEngine torch = new FakeEngine("fake torch");
        torch.name = EngineName.TORCH;
        world.engine = torch;
        world.otherEngines = List.of(new FakeEngine());

        world.trainer("t1", run("", "")).trainNext();

        assertThat(world.card().getEngine()).isEqualTo("dl4j");
    }

    @Test
    void aPrecisionThatNoEngineHereComputesInIsLeftToOtherTrainers() throws Exception {
        FakeEngine torch = new FakeEngine("fake torch");
        torch.name = EngineName.TORCH;
        world.otherEngines = List.of(torch);
        RunScheduler trainer = world.trainer("t1", run("torch", "bf16"));

        assertThat(trainer.trainNext()).isFalse();

        assertThat(trainer.waitingFor(new RunId("run-1")))
                .contains("a trainer with engine torch that computes in bf16: this one has dl4j, torch");
    }

    @Test
    void theEngineBelongsToWhatCheckpointsAreOf() {
        RunSpecification none = TrainingWorld.specification().build();

        assertThat(Origin.digest(none.toBuilder().setEngine("torch").build())).isNotEqualTo(Origin.digest(none));
        assertThat(Origin.digest(none.toBuilder().setPrecision("bf16").build())).isNotEqualTo(Origin.digest(none));
    }

    private static RunRecord run(String engine, String precision) {
        return TrainingWorld.run(TrainingWorld.specification()
                .setEngine(engine)
                .setPrecision(precision)
                .build());
    }
}
