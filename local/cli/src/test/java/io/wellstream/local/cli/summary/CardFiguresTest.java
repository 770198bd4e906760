package io.wellstream.local.cli.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.ModelCard;
import org.junit.jupiter.api.Test;

class CardFiguresTest {
    private static final Metric VALIDATION = Metric.newBuilder()
            .setSet("validation")
            .setName("accuracy")
            .setValue(0.5432)
            .setN(1_554)
            .setUnit("wells")
            .setExperiments(2)
            .setChance(0.0009)
            .setLow(0.12)
            .setHigh(0.961)
            .build();

    @Test
    void anAccuracySaysItsUnitItsNumberItsChanceAndItsInterval() {
        assertThat(CardFigures.lines(
                        ModelCard.newBuilder().addMetrics(VALIDATION).build()))
                .contains("validation           accuracy 54.32 % of 1,554 wells in 2 experiments; chance 0.09 %;"
                        + " 95 % interval 12.0–96.1 %");
    }

    @Test
    void aMissingTestSetIsSaidWhereFiguresAre() {
        ModelCard card = ModelCard.newBuilder()
                .addMetrics(VALIDATION)
                .setNoTest("HUVEC has 4 labelled experiments, and with fewer than 6 none is drawn")
                .addWarnings("no test experiments: no figure here says anything")
                .addWarnings("trained on a data set whose ingest had not finished")
                .build();

        assertThat(CardFigures.lines(card))
                .contains(
                        "test                 none: HUVEC has 4 labelled experiments, and with fewer than 6 none is drawn;"
                                + " no figure here says how the model does on unseen experiments",
                        "warning              trained on a data set whose ingest had not finished")
                .hasSize(3);
    }

    @Test
    void aLeakingFigureIsMarked() {
        ModelCard card = ModelCard.newBuilder()
                .addMetrics(VALIDATION.toBuilder().setLeaking(true))
                .build();

        assertThat(CardFigures.lines(card).getFirst()).endsWith("; LEAKS: training saw other sites of these wells");
    }

    @Test
    void aLossHasARealIntervalOrNone() {
        Metric loss = VALIDATION.toBuilder()
                .setName("loss")
                .setValue(1.25)
                .clearChance()
                .clearLow()
                .clearHigh()
                .build();
        Metric withInterval =
                loss.toBuilder().setSet("test").setLow(0.5).setHigh(2).build();
        ModelCard card =
                ModelCard.newBuilder().addMetrics(loss).addMetrics(withInterval).build();

        assertThat(CardFigures.lines(card))
                .containsExactly(
                        "validation           loss 1.2500 of 1,554 wells in 2 experiments; no interval",
                        "test                 loss 1.2500 of 1,554 wells in 2 experiments; 95 % interval 0.5000–2.0000");
    }

    @Test
    void wellsWithAnUnknownLabelAreCounted() {
        ModelCard card = ModelCard.newBuilder()
                .addMetrics(VALIDATION.toBuilder().setUnknownLabels(12))
                .build();

        assertThat(CardFigures.lines(card).getFirst())
                .endsWith("; 12 of the wells have a label that is not a class of the model and count as wrong");
    }

    @Test
    void theIntervalOfASingleExperimentIsSaidToBeOfItsWells() {
        ModelCard card = ModelCard.newBuilder()
                .addMetrics(VALIDATION.toBuilder().setExperiments(1))
                .build();

        assertThat(CardFigures.lines(card).getFirst())
                .contains("in 1 experiment;")
                .endsWith("12.0–96.1 %, for the wells of this experiment and not for others");
    }

    @Test
    void trainingHasNoInterval() {
        Metric training = Metric.newBuilder()
                .setSet("training")
                .setName("accuracy")
                .setValue(0.931)
                .setN(12_288)
                .setUnit("augmented sites")
                .setExperiments(8)
                .setChance(0.001)
                .build();
        ModelCard card = ModelCard.newBuilder()
                .setSteps(540)
                .setChosenBy("validation-loss")
                .addMetrics(training)
                .build();

        assertThat(CardFigures.lines(card))
                .startsWith(
                        "model                step 540, chosen by validation-loss",
                        "training             accuracy 93.10 % of 12,288 augmented sites in 8 experiments; chance 0.10 %;"
                                + " no interval, because training saw these sites");
    }
}
