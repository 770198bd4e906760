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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunDeskTest {
    private static final RunId RUN = new RunId("run-1");

    private final TrainingWorld world = new TrainingWorld(3);
    private final RunDesk desk = new RunDesk(
            new RunTables(() -> world.latest(), dataset -> List.of(), dataset -> List.of()),
            new MessageSender(world.topics),
            world.store,
            run -> Optional.empty());
    private final RunSpecification asked = TrainingWorld.specification().build();

    @Test
    void askingTwiceForTheSameRunWritesItOnce() {
        RunView first = desk.request(RUN, asked);
        RunView second = desk.request(RUN, asked);

        assertThat(second).isEqualTo(first);
        assertThat(first.getState()).isEqualTo("requested");
        assertThat(world.sent(Topics.RUNS)).hasSize(1);
        assertThat(first.getRun().getSpecification().getNormalization()).isEqualTo("sample");
    }

    @Test
    void aNameThatStandsForAnotherSpecificationIsRefused() {
        desk.request(RUN, asked);

        assertThatThrownBy(
                        () -> desk.request(RUN, asked.toBuilder().setEpochs(99).build()))
                .isInstanceOf(RunDesk.ConflictException.class)
                .hasMessageContaining("run 'run-1' was asked for with another specification");
    }

    @Test
    void whatCannotWorkIsRefusedAndNotWritten() {
        assertThatThrownBy(() ->
                        desk.request(RUN, asked.toBuilder().setOptimizer("sgd").build()))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("optimizer is 'sgd'; expected one of adam, nadam");
        assertThat(world.sent(Topics.RUNS)).isEmpty();
    }

    @Test
    void aCancelledRunStaysCancelledAndAFinishedOneCannotBe() throws Exception {
        desk.request(RUN, asked);

        assertThat(desk.cancel(RUN).orElseThrow().getState()).isEqualTo("cancelled");
        assertThat(desk.cancel(RUN).orElseThrow().getState()).isEqualTo("cancelled");
        assertThat(world.trainer("t1").trainNext()).isFalse();

        RunId other = new RunId("run-2");
        desk.request(other, asked);
        world.trainer("t1").trainNext();
        assertThatThrownBy(() -> desk.cancel(other)).hasMessage("run 'run-2' is finished; there is nothing to cancel");
        assertThat(desk.cancel(new RunId("run-3"))).isEmpty();
    }

    @Test
    void aRunShowsItsEpochsAndIsNotBegunAgainByWhoLearnsLateOfItsEnd() throws Exception {
        desk.request(RUN, asked);
        RunRecord asRequested = world.last("run-1").orElseThrow();
        world.trainer("t1").trainNext();

        assertThat(desk.find(RUN).orElseThrow().getEpochsList().stream().map(EpochFinished::getEpoch))
                .containsExactly(0, 1, 2);
        Runs late = world.trainerThatSees("late", asRequested);
        assertThat(late.trainNext()).isFalse();
        assertThat(world.last("run-1").orElseThrow().hasFinished()).isTrue();
    }
}
