package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.RunView;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.transfer.StartModels;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.DatasetFilter;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunRegistryTest {
    private static final RunId RUN = new RunId("run-1");

    private final TrainingWorld world = new TrainingWorld(3);
    private final RunRegistry runs = world.registry();
    private final RunSpecification requested = TrainingWorld.specification().build();

    @Test
    void requestingTheSameRunTwiceWritesItOnce() {
        RunView first = runs.request(RUN, requested, false);
        RunView second = runs.request(RUN, requested, false);

        assertThat(second).isEqualTo(first);
        assertThat(first.getState()).isEqualTo("requested");
        assertThat(world.sent(Topics.RUNS)).hasSize(1);
        assertThat(first.getRun().getSpecification().getNormalization()).isEqualTo("sample");
    }

    @Test
    void aNameThatBelongsToAnotherSpecificationIsRefused() {
        runs.request(RUN, requested, false);

        assertThatThrownBy(() ->
                        runs.request(RUN, requested.toBuilder().setEpochs(99).build(), false))
                .isInstanceOf(RunRegistry.ConflictException.class)
                .hasMessageContaining("run 'run-1' was already requested with another specification");
    }

    @Test
    void ofTwoRequestsForOneNameThatReachTwoTrainersAtOnceOneWinsAndTheOtherIsTold() {
        runs.request(RUN, requested, false);
        RunRegistry late = registryWithEmptyTable();

        assertThatThrownBy(() ->
                        late.request(RUN, requested.toBuilder().setEpochs(99).build(), false))
                .isInstanceOf(RunRegistry.ConflictException.class)
                .hasMessage("run 'run-1' was already requested with another specification; this one differs in"
                        + " epochs: 3 -> 99; choose another name for it");
        assertThat(world.sent(Topics.RUNS)).hasSize(1);
        assertThat(late.request(RUN, requested, false).getState()).isEqualTo("requested");
    }

    @Test
    void ofManyRequestsForOneNameAtTheSameTimeExactlyOneWins() throws Exception {
        try (ExecutorService trainers = Executors.newFixedThreadPool(8)) {
            List<Future<String>> answers = IntStream.range(0, 16)
                    .mapToObj(i -> trainers.submit(() -> {
                        try {
                            RunSpecification mine =
                                    requested.toBuilder().setEpochs(10 + i).build();
                            return registryWithEmptyTable()
                                    .request(RUN, mine, false)
                                    .getState();
                        } catch (RunRegistry.ConflictException e) {
                            return "conflict";
                        }
                    }))
                    .toList();

            int won = 0;
            for (Future<String> answer : answers) {
                won += answer.get().equals("requested") ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
        assertThat(world.sent(Topics.RUNS)).hasSize(1);
    }

    @Test
    void aNameThatIsDamagedInTheStoreOrHasNoRoomThereRefusesNoRun() {
        runs.request(RUN, requested, false);
        world.store.corrupt(ObjectKeys.runName(RUN), new byte[] {1});
        RunSpecification other = requested.toBuilder().setEpochs(99).build();

        assertThat(registryWithEmptyTable().request(RUN, other, false).getState())
                .isEqualTo("requested");
        world.store.fill();
        assertThat(registryWithEmptyTable()
                        .request(new RunId("run-2"), other, false)
                        .getState())
                .isEqualTo("requested");
    }

    @Test
    void aTrainerTakesAndAcceptsOnlyRunsOfItsDataSets() throws Exception {
        world.datasets = DatasetFilter.of(List.of("other"));
        RunRecord run = TrainingWorld.run(requested);

        assertThatThrownBy(() -> registryWithEmptyTable().request(RUN, requested, false))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageContaining("trains on the data sets other (wellstream.trainer.datasets)")
                .hasMessageContaining("of data set 'small'");
        assertThat(world.trainer("t1", run).trainNext()).isFalse();

        world.datasets = DatasetFilter.of(List.of("other", "small"));
        assertThat(world.trainer("t1", run).trainNext()).isTrue();
    }

    /** Of a trainer whose table has not received what the others have written. */
    private RunRegistry registryWithEmptyTable() {
        return new RunRegistry(
                world.tables(List::of),
                new MessageSender(world.topics),
                world.store,
                world.memory(),
                new StartModels(new SentTable<>(world, Topics.MODELS), world.store, world.files()),
                run -> Optional.empty());
    }

    @Test
    void aRunThatAnOlderVersionRequestedIsTheSameRun() {
        runs.request(RUN, requested, false);
        RunRecord older = world.last("run-1").orElseThrow();
        world.send(older.toBuilder()
                .setSpecification(older.getSpecification().toBuilder()
                        .clearCheckpointEveryMinutes()
                        .clearBestBy()
                        .clearSplitSeed())
                .build());

        assertThat(runs.request(RUN, requested, false).getState()).isEqualTo("requested");
    }

    @Test
    void aRunLikeOneThatIsUnderWayIsNotRequestedIfTheCallerSaysSo() {
        runs.request(RUN, requested, false);

        RunView same = runs.request(new RunId("run-2"), requested, true);
        RunView other = runs.request(
                new RunId("run-3"), requested.toBuilder().setSeed(7).build(), true);

        assertThat(same.getRun().getRun()).isEqualTo("run-1");
        assertThat(other.getRun().getRun()).isEqualTo("run-3");
        assertThat(world.sent(Topics.RUNS)).hasSize(2);
    }

    @Test
    void aRunOnADataSetThatWasNotIngestedIsRefusedAtOnce() {
        world.ingests = List::of;

        assertThatThrownBy(() -> runs.request(RUN, requested, false))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageStartingWith("no ingest of data set 'small' has finished");
        assertThat(world.sent(Topics.RUNS)).isEmpty();
    }

    @Test
    void anImpossibleSpecificationIsRefusedAndNotWritten() {
        assertThatThrownBy(() -> runs.request(
                        RUN, requested.toBuilder().setOptimizer("rmsprop").build(), false))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("optimizer is 'rmsprop'; expected one of adam, nadam, sgd, adamw");
        assertThat(world.sent(Topics.RUNS)).isEmpty();
    }

    @Test
    void aCancelledRunStaysCancelledAndAFinishedRunCannotBeCancelled() throws Exception {
        runs.request(RUN, requested, false);

        assertThat(runs.cancel(RUN).orElseThrow().getState()).isEqualTo("cancelled");
        assertThat(runs.cancel(RUN).orElseThrow().getState()).isEqualTo("cancelled");
        assertThat(world.trainer("t1").trainNext()).isFalse();

        RunId other = new RunId("run-2");
        runs.request(other, requested, false);
        world.trainer("t1").trainNext();
        assertThatThrownBy(() -> runs.cancel(other)).hasMessage("run 'run-2' is finished; there is nothing to cancel");
        assertThat(runs.cancel(new RunId("run-3"))).isEmpty();
    }

    @Test
    void aFinishedRunShowsItsEpochsAndATrainerWithAnOldTableDoesNotStartItAgain() throws Exception {
        runs.request(RUN, requested, false);
        RunRecord asRequested = world.last("run-1").orElseThrow();
        world.trainer("t1").trainNext();

        assertThat(runs.find(RUN).orElseThrow().getEpochsList().stream().map(EpochFinished::getEpoch))
                .containsExactly(0, 1, 2);
        RunScheduler late = world.trainerThatSees("late", asRequested);
        assertThat(late.trainNext()).isFalse();
        assertThat(world.last("run-1").orElseThrow().hasFinished()).isTrue();
    }
}
