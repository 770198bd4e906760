package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.proto.v1.EpochFinished;
import org.junit.jupiter.api.Test;

class TrainerMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TrainerMeters meters = new TrainerMeters(registry);

    @Test
    void anIdleTrainerHasNoOutstandingBatches() {
        meters.trainingStarted(() -> 7);
        assertThat(value("trainer.outstanding")).isEqualTo(7);
        assertThat(value("trainer.active")).isEqualTo(1);

        meters.trainingEnded();

        assertThat(value("trainer.outstanding")).isZero();
        assertThat(value("trainer.active")).isZero();
    }

    @Test
    void eachCellTypeShowsItsLatestEpoch() {
        meters.ended(epoch("HUVEC", 3.0));
        meters.ended(epoch("", 4.0));
        meters.ended(epoch("HUVEC", 2.0));

        assertThat(loss("HUVEC")).isEqualTo(2.0);
        assertThat(loss("all")).isEqualTo(4.0);
    }

    @Test
    void anAccuracyOfALeakingSplitIsNotShown() {
        EpochFinished validated =
                epoch("HUVEC", 3.0).toBuilder().setValidationAccuracy(0.9).build();

        meters.ended(validated);
        assertThat(registry.get("trainer.validation.accuracy").gauge().value()).isEqualTo(0.9);

        meters.ended(validated.toBuilder().setLeakingSplit(true).build());
        assertThat(registry.get("trainer.validation.accuracy").gauge().value()).isNaN();
    }

    private static EpochFinished epoch(String cellType, double loss) {
        return EpochFinished.newBuilder()
                .setCellType(cellType)
                .setTrainingLoss(loss)
                .build();
    }

    private double loss(String cellType) {
        return registry.get("trainer.loss").tag("cell_type", cellType).gauge().value();
    }

    private double value(String gauge) {
        return registry.get(gauge).gauge().value();
    }
}
