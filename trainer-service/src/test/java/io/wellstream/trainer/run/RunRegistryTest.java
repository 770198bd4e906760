package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.RunView;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.RunId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunRegistryTest {
    private static final RunId RUN = new RunId("run-1");

    private final TrainingWorld world = new TrainingWorld(3);
    private final RunRegistry runs = new RunRegistry(
            world.tables(world::latest), new MessageSender(world.topics), world.store, run -> Optional.empty());
    private final RunSpecification requested = TrainingWorld.specification().build();

    @Test
    void requestingTheSameRunTwiceWritesItOnce() {
        RunView first = runs.request(RUN, requested);
        RunView second = runs.request(RUN, requested);

        assertThat(second).isEqualTo(first);
        assertThat(first.getState()).isEqualTo("requested");
        assertThat(world.sent(Topics.RUNS)).hasSize(1);
        assertThat(first.getRun().getSpecification().getNormalization()).isEqualTo("sample");
    }

    @Test
    void aNameThatBelongsToAnotherSpecificationIsRefused() {
        runs.request(RUN, requested);

        assertThatThrownBy(() ->
                        runs.request(RUN, requested.toBuilder().setEpochs(99).build()))
                .isInstanceOf(RunRegistry.ConflictException.class)
                .hasMessageContaining("run 'run-1' was already requested with another specification");
    }

    @Test
    void anImpossibleSpecificationIsRefusedAndNotWritten() {
        assertThatThrownBy(() -> runs.request(
                        RUN, requested.toBuilder().setOptimizer("sgd").build()))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("optimizer is 'sgd'; expected one of adam, nadam");
        assertThat(world.sent(Topics.RUNS)).isEmpty();
    }

    @Test
    void aCancelledRunStaysCancelledAndAFinishedRunCannotBeCancelled() throws Exception {
        runs.request(RUN, requested);

        assertThat(runs.cancel(RUN).orElseThrow().getState()).isEqualTo("cancelled");
        assertThat(runs.cancel(RUN).orElseThrow().getState()).isEqualTo("cancelled");
        assertThat(world.trainer("t1").trainNext()).isFalse();

        RunId other = new RunId("run-2");
        runs.request(other, requested);
        world.trainer("t1").trainNext();
        assertThatThrownBy(() -> runs.cancel(other)).hasMessage("run 'run-2' is finished; there is nothing to cancel");
        assertThat(runs.cancel(new RunId("run-3"))).isEmpty();
    }

    @Test
    void aFinishedRunShowsItsEpochsAndATrainerWithAnOldTableDoesNotStartItAgain() throws Exception {
        runs.request(RUN, requested);
        RunRecord asRequested = world.last("run-1").orElseThrow();
        world.trainer("t1").trainNext();

        assertThat(runs.find(RUN).orElseThrow().getEpochsList().stream().map(EpochFinished::getEpoch))
                .containsExactly(0, 1, 2);
        RunScheduler late = world.trainerThatSees("late", asRequested);
        assertThat(late.trainNext()).isFalse();
        assertThat(world.last("run-1").orElseThrow().hasFinished()).isTrue();
    }
}
