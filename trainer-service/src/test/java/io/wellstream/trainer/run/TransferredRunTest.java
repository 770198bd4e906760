package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.ChannelDescription;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.StartSettings;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.promotion.ModelCards;
import io.wellstream.wire.keys.RunId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that begin with the model of another run, on a real engine. */
class TransferredRunTest {
    private static final String MODEL = "first";

    private final TrainingWorld world = new TrainingWorld(3);

    @BeforeEach
    void aModelIsPublished() throws InterruptedException {
        world.engine = TinyTraining.engine(EngineName.TORCH);
        request(MODEL, specification());
        assertThat(world.trainer("t1").trainNext()).isTrue();
        assertThat(record(MODEL).hasFinished()).isTrue();
    }

    @Test
    void aRunTakesTheWeightsOfAModelAndTheCardSaysWhich() throws InterruptedException {
        request("second", from(MODEL).setFrozenBlocks(1));
        world.trainer("t1").trainNext();

        RunRecord ended = record("second");
        ModelCard card = ModelCards.parse(world.store.get(ended.getFinished().getCard()));
        assertThat(card.getStart().getModel()).isEqualTo(MODEL);
        assertThat(card.getStart().getTakenList()).contains("stem/conv/kernel", "block2/norm2/variance", "logits/bias");
        assertThat(card.getStart().getKeptList()).isEmpty();
        assertThat(card.getStart().getUnusedList()).isEmpty();
        assertThat(card.getStart().getFrozenBlocks()).isEqualTo(1);
        assertThat(card.getStart().getNetworkSha256())
                .isEqualTo(card.getSpecification().getStartFrom().getNetwork().getSha256());
        assertThat(ModelCards.parse(world.store.get(record(MODEL).getFinished().getCard()))
                        .hasStart())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6, 9})
    void aKilledAndResumedRunEndsInTheSameParameters(int writes) throws Exception {
        request("undisturbed", from(MODEL).setFrozenBlocks(1));
        world.trainer("t1").trainNext();
        request("run-1", from(MODEL).setFrozenBlocks(1));

        assertThatThrownBy(() -> world.trainer("killed", new DyingStore(world.store, writes))
                        .trainNext())
                .isInstanceOf(DyingStore.Killed.class);
        RunFinished resumed = RunSchedulerTest.finishAfterTheKill(world, record("run-1"));

        assertThat(resumed.getParametersSha256())
                .isEqualTo(record("undisturbed").getFinished().getParametersSha256());
        assertThat(ModelCards.parse(world.store.get(resumed.getCard()))
                        .getStart()
                        .getModel())
                .isEqualTo(MODEL);
    }

    @Test
    void modelsThatDoNotFitAreRefusedBeforeTheRunIsRequested() {
        refused(from("other"), "start_from.model is 'other'; expected a published model: one of small/first");
        refused(
                from(MODEL).setFrozenBlocks(3),
                "frozen_blocks is '3'; expected at most 2, the blocks of network stacked-resnet");
        refused(
                from(MODEL)
                        .setFrozenBlocks(1)
                        .setNetwork(specification().getNetwork().toBuilder().setWidth(8)),
                "start_from.model is 'first'; expected a model whose network shares weights");
        refused(specification().setFrozenBlocks(1), "frozen_blocks is '1'; expected 0, because the run does not begin");
        refused(
                specification().setStartFrom(StartSettings.getDefaultInstance()),
                "start_from.model is ''; expected the name of a published model");
        world.ingests = () -> List.of(world.ingest().toBuilder()
                .setScreen(ScreenDescription.newBuilder()
                        .addChannels(
                                ChannelDescription.newBuilder().setNumber(1).setStain("DNA"))
                        .addChannels(
                                ChannelDescription.newBuilder().setNumber(2).setStain("ER")))
                .build());
        refused(
                from(MODEL),
                "start_from.model is 'first'; expected a model of the data set's channels [DNA, ER]; this one has [1, 2]");
    }

    @Test
    void aModelThatSawTheExperimentsOfTheTestIsRefused() throws InterruptedException {
        request(
                "leaking",
                from(MODEL)
                        .setSplit(Split.newBuilder()
                                .setByExperiment(ByExperiment.newBuilder()
                                        .setDrawValidation(-1)
                                        .addTest("HUVEC-02"))));
        world.trainer("t1").trainNext();

        assertThat(record("leaking").getFailed().getReason())
                .contains(
                        "start_from.model is 'first'; expected a model that was not trained on experiments which this run"
                                + " validates or tests on: this one was trained on [HUVEC-02]");
    }

    private static RunSpecification.Builder specification() {
        return TrainingWorld.specification()
                .setImageSide(32)
                .setEpochs(2)
                .setEngine("torch")
                .setNetwork(NetworkSettings.newBuilder().setWidth(4).setDropout(0.3))
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).addTest("HUVEC-03")));
    }

    private static RunSpecification.Builder from(String model) {
        return specification()
                .setSeed(5)
                .setStartFrom(StartSettings.newBuilder().setModel(model));
    }

    private void request(String name, RunSpecification.Builder specification) {
        var unused = world.registry().request(new RunId(name), specification.build(), false);
    }

    private void refused(RunSpecification.Builder specification, String message) {
        assertThatThrownBy(() -> request("refused", specification))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageStartingWith(message);
    }

    private RunRecord record(String run) {
        return world.last(run).orElseThrow();
    }
}
