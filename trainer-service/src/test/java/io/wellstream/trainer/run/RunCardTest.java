package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.wire.kafka.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the card of a trained model says. */
class RunCardTest {
    @Test
    void withEnoughExperimentsTheCardShowsValidationAndTestWithIntervals() throws Exception {
        TrainingWorld world = new TrainingWorld(8);
        RunRecord run = TrainingWorld.run(
                TrainingWorld.specification().setPatienceEpochs(2).build());

        world.trainer("t1", run).trainNext();

        ModelCard card = world.card();
        assertThat(card.getTrainingExperimentsList()).hasSize(6);
        assertThat(card.getValidationExperimentsList()).hasSize(1);
        assertThat(card.getTestExperimentsList()).hasSize(1);
        assertThat(card.getTemperatureSource()).isEqualTo("validation");
        assertThat(card.getNoTest()).isEmpty();
        assertThat(card.getChosenBy()).isEqualTo("validation-loss");
        assertThat(card.getMetricsList())
                .filteredOn(metric ->
                        metric.getName().equals("accuracy") && metric.getSet().equals("test"))
                .isNotEmpty()
                .allSatisfy(metric -> {
                    assertThat(metric.getN()).isEqualTo(6);
                    assertThat(metric.getUnit()).isEqualTo("wells");
                    assertThat(metric.getChance()).isCloseTo(1 / 3.0, within(1e-9));
                    assertThat(metric.getExperiments()).isEqualTo(1);
                    assertThat(metric.getLow()).isLessThanOrEqualTo(metric.getValue());
                    assertThat(metric.getHigh()).isGreaterThanOrEqualTo(metric.getValue());
                });
    }

    @Test
    void theCardSaysWhyThereIsNoTestSet() throws Exception {
        TrainingWorld world = new TrainingWorld(3);
        RunRecord run = TrainingWorld.run(TrainingWorld.specification().build());

        world.trainer("t1", run).trainNext();

        ModelCard card = world.card();
        assertThat(card.getNoTest()).startsWith("HUVEC has 3 labelled experiments");
        assertThat(card.getNoValidation()).startsWith("HUVEC has 3 labelled experiments");
        assertThat(card.getChosenBy()).isEqualTo("last step");
        assertThat(card.getWarningsList())
                .anyMatch(warning -> warning.startsWith("no test experiments: no figure here says"));
    }

    @Test
    void theCardsTrainingAccuracyIsThatOfTheChosenStep() throws Exception {
        int chosenBeforeTheLast = 0;
        for (String bestBy : List.of("validation-loss", "validation-accuracy")) {
            TrainingWorld world = new TrainingWorld(8);
            RunRecord run = TrainingWorld.run(
                    TrainingWorld.specification().setEpochs(8).setBestBy(bestBy).build());

            world.trainer("t1", run).trainNext();

            ModelCard card = world.card();
            List<EpochFinished> epochs = world.sent(Topics.RUN_EVENTS);
            EpochFinished chosen = epochs.stream()
                    .filter(epoch -> epoch.getStep() == card.getSteps())
                    .findFirst()
                    .orElseThrow();
            assertThat(card.getMetrics(0).getSet()).isEqualTo("training");
            assertThat(card.getMetrics(0).getValue()).isCloseTo(chosen.getTrainingAccuracy(), within(1e-9));
            chosenBeforeTheLast += chosen.getEpoch() < 7 ? 1 : 0;
        }
        assertThat(chosenBeforeTheLast).as("epochs that are not the last").isPositive();
    }

    @Test
    void theBestEpochIsChosenByTheStatedMetric() throws Exception {
        TrainingWorld byLoss = new TrainingWorld(8);
        TrainingWorld byAccuracy = new TrainingWorld(8);
        RunSpecification specification =
                TrainingWorld.specification().setEpochs(8).build();

        byLoss.trainer("t1", TrainingWorld.run(specification)).trainNext();
        byAccuracy
                .trainer(
                        "t1",
                        TrainingWorld.run(specification.toBuilder()
                                .setBestBy("validation-accuracy")
                                .build()))
                .trainNext();

        List<EpochFinished> epochs = byLoss.sent(Topics.RUN_EVENTS);
        double leastLoss = epochs.stream()
                .mapToDouble(EpochFinished::getValidationLoss)
                .min()
                .orElseThrow();
        double mostAccuracy = epochs.stream()
                .mapToDouble(EpochFinished::getValidationAccuracy)
                .max()
                .orElseThrow();
        ModelCard lossCard = byLoss.card();
        ModelCard accuracyCard = byAccuracy.card();
        assertThat(epochs.stream()
                        .filter(epoch -> epoch.getValidationLoss() == leastLoss)
                        .findFirst()
                        .map(EpochFinished::getStep))
                .contains(lossCard.getSteps());
        assertThat(epochs.stream()
                        .filter(epoch -> epoch.getValidationAccuracy() == mostAccuracy)
                        .findFirst()
                        .map(EpochFinished::getStep))
                .contains(accuracyCard.getSteps());
        assertThat(accuracyCard.getChosenBy()).isEqualTo("validation-accuracy");
        assertThat(accuracyCard.getSteps()).isNotEqualTo(lossCard.getSteps());
    }

    @Test
    void theCardWarnsOfALeakingSplit() throws Exception {
        TrainingWorld world = new TrainingWorld(8);
        RunRecord run = TrainingWorld.run(TrainingWorld.specification()
                .setSplit(Split.newBuilder()
                        .setRandomSites(RandomSites.newBuilder().setValidationShare(0.3)))
                .build());

        world.trainer("t1", run).trainNext();

        ModelCard card = world.card();
        assertThat(card.getWarningsList()).anyMatch(warning -> warning.contains("leaks"));
        assertThat(card.getLeakingSplit()).isTrue();
        assertThat(card.getTestExperimentsList()).hasSize(1);
        assertThat(card.getMetricsList())
                .filteredOn(metric -> metric.getSet().equals("validation"))
                .isNotEmpty()
                .allMatch(Metric::getLeaking);
        assertThat(card.getMetricsList())
                .filteredOn(metric -> metric.getSet().equals("test"))
                .isNotEmpty()
                .noneMatch(Metric::getLeaking);
        assertThat(world.sent(Topics.RUN_EVENTS)).allMatch(EpochFinished::getLeakingSplit);
    }
}
