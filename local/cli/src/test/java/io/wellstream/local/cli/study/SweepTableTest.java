package io.wellstream.local.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.ModelCard;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepTableTest {
    @Test
    void theBestValidationAccuracyIsFirstAndFailuresAreLast() {
        SweepTable table = new SweepTable(List.of(
                SweepTable.Row.failed("epochs 3", "r3", "run r3 failed: no memory"),
                SweepTable.Row.of("epochs 1", card("r1", 0.25, "aa")),
                SweepTable.Row.of("epochs 2", card("r2", 0.5, "aa"))));

        assertThat(table.lines())
                .hasSize(5)
                .satisfiesExactly(
                        header -> assertThat(header).contains("validation accuracy"),
                        rule -> assertThat(rule).startsWith("| ---"),
                        first -> assertThat(first)
                                .isEqualTo(
                                        "| epochs 2 | 50.0 % of 40 wells, 2 experiments | 10.0–90.0 % | 1.5000 | r2 |"),
                        second -> assertThat(second).contains("epochs 1", "25.0 %"),
                        last -> assertThat(last).contains("no memory"));
    }

    @Test
    void aDataSetThatChangedMeanwhileIsSaid() {
        SweepTable table = new SweepTable(List.of(
                SweepTable.Row.of("epochs 1", card("r1", 0.25, "aa")),
                SweepTable.Row.of("epochs 2", card("r2", 0.5, "bb"))));

        assertThat(table.lines().getLast()).contains("The data set changed");
    }

    private static ModelCard card(String run, double accuracy, String manifest) {
        return ModelCard.newBuilder()
                .setRun(run)
                .setManifestSha256(ByteString.fromHex(manifest))
                .addMetrics(metric("training", "accuracy", 0.99))
                .addMetrics(metric("validation", "accuracy", accuracy).toBuilder()
                        .setLow(0.1)
                        .setHigh(0.9))
                .addMetrics(metric("validation", "accuracy", 0.7).toBuilder().setExperiment("HUVEC-03"))
                .addMetrics(metric("validation", "loss", 1.5))
                .build();
    }

    private static Metric metric(String set, String name, double value) {
        return Metric.newBuilder()
                .setSet(set)
                .setName(name)
                .setValue(value)
                .setN(40)
                .setExperiments(2)
                .build();
    }
}
