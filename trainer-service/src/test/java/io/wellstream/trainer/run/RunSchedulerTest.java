package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.RunCancelled;
import io.wellstream.proto.v1.RunClaim;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RunSchedulerTest {
    private static final ByteString UNDISTURBED = finalParameters(world -> {});

    private interface Setting {
        void change(TrainingWorld world);
    }

    @Test
    void aRunTrainsPublishesAndServesItsModel() throws Exception {
        TrainingWorld world = new TrainingWorld(3);
        RunRecord run = TrainingWorld.run(TrainingWorld.specification().build());

        assertThat(world.trainer("t1", run).trainNext()).isTrue();

        RunFinished finished = world.last("run-1").orElseThrow().getFinished();
        assertThat(finished.getSteps()).isEqualTo(27);
        assertThat(finished.getBitExact()).isTrue();
        ModelPublished model = world.sent(Topics.MODELS).getFirst();
        assertThat(model.getCard()).isEqualTo(finished.getCard());
        assertThat(world.store.get(model.getOnnx())).isNotEmpty();
        assertThat(world.store.get(model.getDl4J())).isNotEmpty();
        assertThat(world.store.get(model.getMeasuringOnnx())).isNotEmpty();
        assertThat(world.sent(Topics.SERVING)).hasSize(1);
        assertThat(world.sent(Topics.RUN_EVENTS).stream().map(EpochFinished::getEpoch))
                .containsExactly(0, 1, 2);
        assertThat(batchesLeft(world)).isEmpty();
        ModelCard card = world.card();
        assertThat(card.getClassesList()).containsExactly("t0", "t1", "t2");
        assertThat(card.getTrainingExperimentsList()).containsExactly("HUVEC-01", "HUVEC-02", "HUVEC-03");
        assertThat(card.getTemperatureSource()).isEqualTo("none");
        assertThat(card.getBatchNorms().getNamesList()).containsExactly("norm");
        assertThat(card.getWarningsList()).anyMatch(warning -> warning.startsWith("no validation"));
        assertThat(card.getParametersSha256()).isEqualTo(finished.getParametersSha256());
    }

    @Test
    void aRunRecordedByAnOlderVersionTrainsAsTheSameRequestDoesNow() throws Exception {
        RunRecord now = TrainingWorld.run(withValidation());
        RunRecord older = now.toBuilder()
                .setSpecification(
                        now.getSpecification().toBuilder().clearBestBy().clearSplitSeed())
                .build();
        TrainingWorld one = new TrainingWorld(4);
        TrainingWorld two = new TrainingWorld(4);

        one.trainer("t1", now).trainNext();
        two.trainer("t1", older).trainNext();

        RunFinished expected = one.last("run-1").orElseThrow().getFinished();
        RunFinished finished = two.last("run-1").orElseThrow().getFinished();
        assertThat(finished.getParametersSha256()).isEqualTo(expected.getParametersSha256());
        assertThat(two.card().getMetricsList()).isEqualTo(one.card().getMetricsList());
        assertThat(two.card().getChosenBy()).isEqualTo("validation-loss");
    }

    /** Which worker makes a batch, in which order batches arrive and how often one is lost does not change the model. */
    @Property(tries = 12)
    void faultyWorkersChangeNothing(@ForAll long seed) {
        ByteString parameters = finalParameters(world -> {
            world.faultyWorkers = true;
            world.workerSeed = seed;
        });

        assertThat(parameters).isEqualTo(UNDISTURBED);
    }

    @Test
    void aRunKilledAtAnyWriteAndResumedEndsInTheSameParameters() throws Exception {
        RunRecord run = TrainingWorld.run(withValidation());
        TrainingWorld undisturbed = new TrainingWorld(4);
        undisturbed.trainer("t0", run).trainNext();
        RunFinished expected = undisturbed.last("run-1").orElseThrow().getFinished();

        int kills = 0;
        while (true) {
            TrainingWorld world = new TrainingWorld(4);
            DyingStore dying = new DyingStore(world.store, kills);
            try {
                world.trainer("killed", dying, run).trainNext();
                break; // not killed: every write has been tried
            } catch (DyingStore.Killed e) {
                kills++;
            }
            RunFinished finished = finishAfterTheKill(world, run);
            assertThat(finished.getParametersSha256())
                    .as("killed at write %d", kills)
                    .isEqualTo(expected.getParametersSha256());
            assertThat(finished.getSteps()).isEqualTo(expected.getSteps());
            assertThat(world.sent(Topics.MODELS).stream()
                            .map(ModelPublished::getOnnx)
                            .distinct())
                    .hasSize(1);
        }
        assertThat(kills).isGreaterThan(30);
    }

    /** Releases the killed trainer's claim, instead of waiting half a minute until it expires; ClaimsTest covers that. */
    static RunFinished finishAfterTheKill(TrainingWorld world, RunRecord run) throws Exception {
        ObjectKey claim = ObjectKeys.claim(TrainingWorld.DATASET, new RunId("run-1"));
        var held = world.store.read(claim);
        if (held.isPresent()) {
            var released = RunClaim.parseFrom(held.get().bytes()).toBuilder().setReleased(true);
            world.store.replace(
                    claim,
                    released.build().toByteArray(),
                    Optional.of(held.get().etag()));
        }
        boolean ended = world.last("run-1").map(RunRecord::hasFinished).orElse(false);
        assertThat(world.trainer("restarted", run).trainNext()).isEqualTo(!ended);
        return world.last("run-1").orElseThrow().getFinished();
    }

    @Test
    void aModelResumedInAnotherEnvironmentIsMarkedNotBitExact() throws Exception {
        RunRecord run = TrainingWorld.run(TrainingWorld.specification().build());
        TrainingWorld world = new TrainingWorld(3);
        try {
            world.trainer("killed", new DyingStore(world.store, 20), run).trainNext();
        } catch (DyingStore.Killed e) {
            world.engine = new FakeEngine("another machine");
        }

        RunFinished finished = finishAfterTheKill(world, run);

        assertThat(finished.getBitExact()).isFalse();
        assertThat(world.card().getWarningsList()).anyMatch(warning -> warning.startsWith("not bit-exact"));
    }

    @Test
    void aBatchThatCannotBeMadeEndsTheRunAndNamesTheWell() throws Exception {
        TrainingWorld world = new TrainingWorld(3);
        WellKey bad = world.wells.get(4).getWell();
        world.impossible = request -> request.getSamples(0).getWell().equals(bad);
        RunRecord run =
                TrainingWorld.run(TrainingWorld.specification().setEpochs(30).build());

        world.trainer("t1", run).trainNext();

        RunRecord ended = world.last("run-1").orElseThrow();
        assertThat(ended.getFailed().getWell()).isEqualTo(bad);
        assertThat(ended.getFailed().getReason()).contains("the site object is torn (well HUVEC-01/1/B07, site");
        assertThat(world.sent(Topics.MODELS)).isEmpty();
        assertThat(batchesLeft(world)).isEmpty();
    }

    @Test
    void aCancelledRunStopsStaysCancelledAndItsBatchesAreDeleted() throws Exception {
        TrainingWorld world = new TrainingWorld(3);
        RunRecord run = TrainingWorld.run(TrainingWorld.specification().build());
        RunScheduler[] trainer = new RunScheduler[1];
        world.impossible = request -> {
            trainer[0].onRecord(run.toBuilder()
                    .setCancelled(RunCancelled.getDefaultInstance())
                    .build());
            return false;
        };
        trainer[0] = world.trainer("t1", run);

        trainer[0].trainNext();

        assertThat(world.last("run-1").orElseThrow().hasCancelled()).isTrue();
        assertThat(trainer[0].trainNext()).isFalse();
        assertThat(batchesLeft(world)).isEmpty();
    }

    @Test
    void aRunWaitsForTheIngestThatItNames() throws Exception {
        TrainingWorld world = new TrainingWorld(3);
        RunRecord waiting = TrainingWorld.run(
                TrainingWorld.specification().addIngestJobs("job-2").build());
        RunScheduler trainer = world.trainer("t1", waiting);

        assertThat(trainer.trainNext()).isFalse();

        assertThat(trainer.waitingFor(new RunId("run-1"))).contains("no shard of ingest job job-2 has finished");
        assertThat(world.topics.history()).isEmpty();
    }

    @Test
    void aRunThatItsDataDoesNotAllowIsRefusedBeforeAnyBatch() throws Exception {
        TrainingWorld world = new TrainingWorld(3);
        RunRecord run =
                TrainingWorld.run(TrainingWorld.specification().setBatchSize(64).build());

        world.trainer("t1", run).trainNext();

        assertThat(world.last("run-1").orElseThrow().getFailed().getReason())
                .isEqualTo("batch_size is '64'; expected at most 36, the sites that an epoch trains on");
        assertThat(world.sent(Topics.BATCH_REQUESTS)).isEmpty();
    }

    private static RunSpecification withValidation() {
        return TrainingWorld.specification()
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(1).setDrawTest(1)))
                .build();
    }

    private static ByteString finalParameters(Setting setting) {
        TrainingWorld world = new TrainingWorld(3);
        setting.change(world);
        try {
            RunRecord run = TrainingWorld.run(TrainingWorld.specification().build());
            world.trainer("t1", run).trainNext();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return world.last("run-1").orElseThrow().getFinished().getParametersSha256();
    }

    private static List<ObjectKey> batchesLeft(TrainingWorld world) {
        String prefix = ObjectKeys.batches(TrainingWorld.DATASET, new RunId("run-1"));
        return world.store.keys().stream()
                .filter(key -> key.path().startsWith(prefix))
                .toList();
    }
}
