package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ResumeRequest;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.Split;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.RunId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Any checkpoint that a run kept can be published when the run has ended. */
class PublishedCheckpointTest {
    private static final RunId RUN = new RunId("run-1");

    private final TrainingWorld world = new TrainingWorld(4);
    private final RunRegistry runs = world.registry();
    private final RunRecord requested = TrainingWorld.run(TrainingWorld.specification()
            .setSplit(Split.newBuilder()
                    .setByExperiment(
                            ByExperiment.newBuilder().setDrawValidation(1).setDrawTest(1)))
            .build());

    @BeforeEach
    void aRunFails() throws InterruptedException {
        world.impossible = request -> request.getEpoch() == 2 && request.getIndex() == 5;
        world.trainer("t1", requested).trainNext();
        assertThat(world.last("run-1").orElseThrow().hasFailed()).isTrue();
    }

    @Test
    void aCheckpointOfAFailedRunBecomesItsModelAndTheRunStaysFailed() throws Exception {
        long step = world.checkpoints().getFirst();

        assertThat(runs.publish(RUN, step).orElseThrow().getState()).isEqualTo("failed");
        assertThat(world.trainer("t2").trainNext()).isTrue();

        RunRecord ended = world.last("run-1").orElseThrow();
        assertThat(ended.getFailed().getReason()).contains("the site object is torn");
        assertThat(ended.getPublication().getModel()).isEqualTo("run-1");
        ModelPublished model = world.sent(Topics.MODELS).getFirst();
        assertThat(model.getCard()).isEqualTo(ended.getPublication().getCard());
        assertThat(world.card().getSteps()).isEqualTo(step);
        assertThat(world.card().getChosenBy()).isEqualTo("request");
        assertThat(world.card().getMetricsList())
                .anyMatch(metric -> metric.getSet().equals("test"));
        assertThat(world.trainer("t3").trainNext()).isFalse();
    }

    @Test
    void aSecondCheckpointGetsANameOfItsOwn() throws Exception {
        runs.publish(RUN, world.checkpoints().getFirst());
        world.trainer("t2").trainNext();
        long other = world.checkpoints().getLast();

        runs.publish(RUN, other);
        world.trainer("t2").trainNext();

        assertThat(world.last("run-1").orElseThrow().getPublication().getModel())
                .isEqualTo("run-1-step-" + other);
        assertThat(world.card().getRun()).isEqualTo("run-1-step-" + other);
        assertThat(world.card().getTrainedBy()).isEqualTo("run-1");
        assertThatThrownBy(() -> runs.publish(RUN, other))
                .isInstanceOf(RunRegistry.ConflictException.class)
                .hasMessageContaining("is published already, as model 'run-1-step-" + other + "'");
    }

    @Test
    void withoutAStepTheBestCheckpointIsPublished() throws Exception {
        runs.publish(RUN, 0);
        world.trainer("t2").trainNext();

        RunRecord ended = world.last("run-1").orElseThrow();
        assertThat(ended.getPublication().getStep() % 6)
                .as("the best step is at the end of an epoch")
                .isZero();
        assertThat(ended.getPublication().getModel()).isEqualTo("run-1");
    }

    @Test
    void whatCannotBePublishedIsRefusedWithTheReason() throws Exception {
        assertThatThrownBy(() -> runs.publish(RUN, 7777))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageStartingWith("run 'run-1' has no checkpoint of step 7777; it has those of [")
                .hasMessageContaining(String.valueOf(world.checkpoints().getFirst()));
        assertThat(runs.publish(new RunId("run-2"), 0)).isEmpty();
        runs.resume(RUN, ResumeRequest.getDefaultInstance());
        assertThatThrownBy(() -> runs.publish(RUN, 0)).hasMessageContaining("is under way");
    }

    @Test
    void aPublicationCanBeCancelledAndTheRunResumedAfterwards() throws Exception {
        runs.publish(RUN, 0);
        RunScheduler trainer = world.trainer("t2");
        world.engine = new FakeEngine();
        assertThat(runs.cancel(RUN)).isPresent();
        trainer.onRecord(world.last("run-1").orElseThrow());

        assertThat(trainer.trainNext()).isFalse();
        assertThat(world.last("run-1").orElseThrow().hasFailed()).isTrue();

        world.impossible = request -> false;
        runs.resume(RUN, ResumeRequest.getDefaultInstance());
        trainer.onRecord(world.last("run-1").orElseThrow());
        assertThat(trainer.trainNext()).isTrue();
        assertThat(world.last("run-1").orElseThrow().hasFinished()).isTrue();
    }

    @Test
    void aCheckpointThatCannotBeReadFailsThePublicationAndLeavesTheRunAsItIs() throws Exception {
        FakeEngine engine = new FakeEngine();
        engine.unreadable = step -> true;
        world.engine = engine;

        runs.publish(RUN, world.checkpoints().getFirst());
        world.trainer("t2").trainNext();

        RunRecord ended = world.last("run-1").orElseThrow();
        assertThat(ended.hasFailed()).isTrue();
        assertThat(ended.getPublication().getFailure()).endsWith("cannot be read");
    }
}
