package io.wellstream.local.cli.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.TransductionReport;
import io.wellstream.proto.v1.TransductiveExperiment;
import org.junit.jupiter.api.Test;

class RoundRowTest {
    @Test
    void aRowSaysHowManyTestWellsWereUsedAndMarksTheAccuracyOnThem() {
        ModelCard card = ModelCard.newBuilder()
                .setRun("huvec-round-1")
                .setTransduction(TransductionReport.newBuilder()
                        .addExperiments(used(10, 30, 0.9))
                        .addExperiments(used(20, 30, 0.6)))
                .addMetrics(accuracy("validation", 0.5))
                .addMetrics(accuracy("test", 0.75).toBuilder().setTransductive(true))
                .build();

        assertThat(RoundRow.of(1, card))
                .isEqualTo("| 1 | huvec-round-1 | 30 of 60 | 0.700 | 50.0 % of 60 wells (40.0–80.0) |"
                        + " 75.0 % of 60 wells (40.0–80.0), transductive |");
    }

    @Test
    void theFirstRowHasNoSuchWells() {
        ModelCard card = ModelCard.newBuilder()
                .setRun("huvec")
                .addMetrics(accuracy("test", 0.25))
                .build();

        assertThat(RoundRow.of(0, card)).isEqualTo("| 0 | huvec | none |  | none | 25.0 % of 60 wells (40.0–80.0) |");
    }

    private static TransductiveExperiment used(int wells, int of, double mean) {
        return TransductiveExperiment.newBuilder()
                .setPseudoLabelled(wells)
                .setPredicted(of)
                .setMean(mean)
                .build();
    }

    private static Metric accuracy(String set, double value) {
        return Metric.newBuilder()
                .setSet(set)
                .setName("accuracy")
                .setValue(value)
                .setN(60)
                .setLow(0.4)
                .setHigh(0.8)
                .build();
    }
}
