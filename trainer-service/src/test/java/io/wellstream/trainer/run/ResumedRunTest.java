package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ResumeRequest;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunResumption;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.RunView;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.RunId;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A run that failed, was cancelled, diverged or finished goes on from its newest checkpoint when it is asked to. */
class ResumedRunTest {
    private static final RunId RUN = new RunId("run-1");
    private static final RunSpecification SPECIFICATION = TrainingWorld.specification()
            .setLearningRate(LearningRate.newBuilder().setSchedule("constant").setBase(0.01))
            .build();

    private final TrainingWorld world = new TrainingWorld(3);
    private final RunRecord requested = TrainingWorld.run(SPECIFICATION);

    @Test
    void aFailedRunGoesOnWhereItWasAndItsCardSaysSo() throws Exception {
        world.impossible = request -> request.getEpoch() == 1 && request.getIndex() == 5;
        world.trainer("t1", requested).trainNext();
        assertThat(world.last("run-1").orElseThrow().hasFailed()).isTrue();
        long newest = world.checkpoints().getFirst();
        world.impossible = request -> false;

        RunView resumed =
                world.registry().resume(RUN, ResumeRequest.getDefaultInstance()).orElseThrow();
        assertThat(resumed.getState()).isEqualTo("requested");
        world.trainer("t2").trainNext();

        RunRecord finished = world.last("run-1").orElseThrow();
        assertThat(finished.getFinished().getParametersSha256())
                .isEqualTo(undisturbed(SPECIFICATION).getFinished().getParametersSha256());
        assertThat(finished.getFinished().getAttempt()).isEqualTo(2);
        RunResumption resumption = world.card().getResumptions(0);
        assertThat(resumption.getFromState()).isEqualTo("failed");
        assertThat(resumption.getReason()).contains("the site object is torn");
        assertThat(resumption.getFromStep()).isEqualTo(newest);
        assertThat(world.card().getWarningsList())
                .anyMatch(warning ->
                        warning.startsWith("resumed from step " + newest) && warning.endsWith("no setting changed"));
    }

    @Test
    void aCancelledRunGoesOnWithChangedSettings() throws Exception {
        RunScheduler[] trainer = new RunScheduler[1];
        AtomicInteger batches = new AtomicInteger();
        world.engine = new FakeEngine(() -> {
            if (batches.incrementAndGet() == 11) {
                world.registry().cancel(RUN);
                trainer[0].onRecord(world.last("run-1").orElseThrow());
            }
        });
        trainer[0] = world.trainer("t1", requested);
        trainer[0].trainNext();
        assertThat(world.last("run-1").orElseThrow().hasCancelled()).isTrue();
        assertThat(trainer[0].trainNext()).isFalse();

        resume(ResumeRequest.newBuilder()
                .setEpochs(4)
                .setLearningRate(LearningRate.newBuilder().setBase(0.005))
                .build());
        assertThat(trainer[0].trainNext()).isTrue();

        RunRecord finished = world.last("run-1").orElseThrow();
        assertThat(finished.getFinished().getSteps()).isEqualTo(36);
        assertThat(finished.getSpecification().getLearningRate().getSchedule()).isEqualTo("constant");
        assertThat(finished.getResumptions(0).getFromState()).isEqualTo("cancelled");
        assertThat(finished.getResumptions(0).getChangesList())
                .containsExactly("epochs: 3 -> 4", "learning_rate.base: 0.01 -> 0.005");
        assertThat(world.sent(Topics.RUN_EVENTS).getLast().getLearningRate()).isEqualTo(0.005);
    }

    @Test
    void aDivergedRunGoesOnAtTheRateThatItsAuthorChooses() throws Exception {
        FakeEngine engine = new FakeEngine();
        engine.diverges = (step, rate) -> step == 15 && rate > 0.001;
        world.engine = engine;
        world.trainer("t1", requested).trainNext();
        assertThat(world.last("run-1").orElseThrow().getFailed().getReason()).contains("diverged");

        resume(ResumeRequest.newBuilder()
                .setLearningRate(LearningRate.newBuilder().setBase(0.001))
                .build());
        world.trainer("t2").trainNext();

        assertThat(world.last("run-1").orElseThrow().hasFinished()).isTrue();
        assertThat(world.sent(Topics.RUN_EVENTS).getLast().getLearningRate()).isEqualTo(0.001);
    }

    @Test
    void aFinishedRunWithMoreEpochsEndsAsOneThatWasAskedForThemAtOnce() throws Exception {
        world.trainer("t1", requested).trainNext();
        ModelPublished first = world.sent(Topics.MODELS).getFirst();

        resume(ResumeRequest.newBuilder().setEpochs(5).build());
        world.trainer("t2").trainNext();

        RunRecord finished = world.last("run-1").orElseThrow();
        assertThat(finished.getFinished().getParametersSha256())
                .isEqualTo(undisturbed(SPECIFICATION.toBuilder().setEpochs(5).build())
                        .getFinished()
                        .getParametersSha256());
        ModelPublished second = world.sent(Topics.MODELS).getLast();
        assertThat(first.getRun()).isEqualTo("run-1");
        assertThat(second.getRun()).isEqualTo("run-1-step-45");
        assertThat(second.getTrainedBy()).isEqualTo("run-1");
        assertThat(finished.getFinished().getModel()).isEqualTo("run-1-step-45");
        assertThat(world.store.get(first.getOnnx())).isNotEqualTo(world.store.get(second.getOnnx()));
        assertThat(world.store.get(first.getCard())).isNotEmpty();
    }

    @Test
    void aResumedRunIsTakenByOneTrainerAndNotByOneWithAnOldTable() throws Exception {
        world.trainer("t1", requested).trainNext();
        RunRecord finished = world.last("run-1").orElseThrow();
        RunView first = world.registry()
                .resume(RUN, ResumeRequest.newBuilder().setEpochs(5).build())
                .orElseThrow();
        RunView again = world.registry()
                .resume(RUN, ResumeRequest.newBuilder().setEpochs(5).build())
                .orElseThrow();

        assertThat(again).isEqualTo(first);
        assertThat(world.trainerThatSees("late", requested).trainNext()).isFalse();
        assertThat(world.trainerThatSees("late", finished).trainNext()).isFalse();
        assertThat(world.trainer("t2").trainNext()).isTrue();
    }

    @Test
    void whatCannotBeResumedIsRefusedWithTheReason() throws Exception {
        RunRegistry runs = world.registry();
        world.send(requested);
        ResumeRequest more = ResumeRequest.newBuilder().setEpochs(5).build();
        ResumeRequest none = ResumeRequest.getDefaultInstance();

        assertThat(runs.resume(new RunId("run-2"), none)).isEmpty();
        assertThatThrownBy(() -> runs.resume(RUN, more)).hasMessageContaining("is under way; cancel it before");
        world.trainer("t1").trainNext();
        assertThatThrownBy(() -> runs.resume(RUN, none))
                .isInstanceOf(RunRegistry.ConflictException.class)
                .hasMessageContaining("ask for more than 3 epochs");
        assertThatThrownBy(() ->
                        runs.resume(RUN, ResumeRequest.newBuilder().setEpochs(0).build()))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("epochs is '0'; expected 1 or more");
    }

    private void resume(ResumeRequest changes) {
        assertThat(world.registry().resume(RUN, changes)).isPresent();
    }

    private static RunRecord undisturbed(RunSpecification specification) throws InterruptedException {
        TrainingWorld world = new TrainingWorld(3);
        world.trainer("t0", TrainingWorld.run(specification)).trainNext();
        return world.last("run-1").orElseThrow();
    }
}
