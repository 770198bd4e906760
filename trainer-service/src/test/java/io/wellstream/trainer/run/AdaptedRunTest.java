package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.BatchSettings;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.wire.kafka.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run that is validated with batch-norm statistics of each experiment, and whose batches end with controls. */
class AdaptedRunTest {
    @Test
    void theEpochIsChosenByTheAdaptedNetworkAndTheCardSaysSo() throws Exception {
        TrainingWorld plain = world();
        TrainingWorld adapted = world();
        plain.trainer("t1", TrainingWorld.run(specification().build())).trainNext();
        RunRecord run = TrainingWorld.run(specification().setAdaptation("adabn").build());

        adapted.trainer("t1", run).trainNext();

        assertThat(losses(adapted)).hasSize(3).isNotEqualTo(losses(plain));
        ModelCard card = adapted.card();
        assertThat(card.getSpecification().getAdaptation()).isEqualTo("adabn");
        assertThat(card.getWarningsList())
                .anyMatch(warning -> warning.startsWith("adaptation adabn is transductive"))
                .noneMatch(warning -> warning.contains("without adaptation"));
        assertThat(plain.card().getWarningsList()).noneMatch(warning -> warning.contains("adabn"));
        assertThat(trainingLosses(adapted)).as("what is trained is the same").isEqualTo(trainingLosses(plain));
        assertThat(requests(adapted, Phase.PHASE_VALIDATE)).anyMatch(request -> request.getSamplesCount() == 64);
    }

    @Test
    void faultyWorkersChangeNothing() throws Exception {
        RunSpecification asked = specification()
                .setAdaptation("adabn")
                .setBatches(BatchSettings.newBuilder().setKind("by-experiment").setControls(0.5))
                .build();
        TrainingWorld undisturbed = world();
        undisturbed.trainer("t1", TrainingWorld.run(asked)).trainNext();
        TrainingWorld disturbed = world();
        disturbed.faultyWorkers = true;

        disturbed.trainer("t1", TrainingWorld.run(asked)).trainNext();

        assertThat(disturbed.last("run-1").orElseThrow().getFinished().getParametersSha256())
                .isEqualTo(undisturbed.last("run-1").orElseThrow().getFinished().getParametersSha256());
        assertThat(losses(disturbed)).isEqualTo(losses(undisturbed));
        assertThat(requests(disturbed, Phase.PHASE_TRAIN)).allSatisfy(request -> {
            assertThat(request.getSamplesList().subList(0, 2)).allMatch(sample -> sample.getLabel() >= 0);
            assertThat(request.getSamplesList().subList(2, 4)).allMatch(sample -> sample.getLabel() == -1);
        });
    }

    private static List<Double> losses(TrainingWorld world) {
        return world.sent(Topics.RUN_EVENTS).stream()
                .map(EpochFinished::getValidationLoss)
                .distinct()
                .toList();
    }

    private static List<Double> trainingLosses(TrainingWorld world) {
        return world.sent(Topics.RUN_EVENTS).stream()
                .map(EpochFinished::getTrainingLoss)
                .toList();
    }

    private static List<BatchRequest> requests(TrainingWorld world, Phase phase) {
        return world.sent(Topics.BATCH_REQUESTS).stream()
                .filter(request -> request.getPhase() == phase)
                .toList();
    }

    private static RunSpecification.Builder specification() {
        return TrainingWorld.specification();
    }

    /** Eight experiments with 12 sites of treatments and 60 of controls. */
    private static TrainingWorld world() {
        TrainingWorld world = new TrainingWorld(8);
        for (int experiment = 1; experiment <= 8; experiment++) {
            for (int i = 0; i < 30; i++) {
                world.wells.add(TestWells.well(
                                "HUVEC-%02d".formatted(experiment),
                                "%c%02d".formatted('C' + i / 20, 2 + i % 20),
                                "c" + i % 5)
                        .toBuilder()
                        .setRole(WellRole.WELL_ROLE_POSITIVE_CONTROL)
                        .build());
            }
        }
        return world;
    }
}
