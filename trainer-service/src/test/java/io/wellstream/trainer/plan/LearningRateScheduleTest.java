package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

    @Test
    void warmUpRisesToTheBaseRateAndTheCosineFallsFromIt() {
        LearningRateSchedule schedule = new LearningRateSchedule.WarmupCosine(0.01, 0.1);

        assertThat(schedule.rate(0, 100, 0)).isCloseTo(0.001, within(1e-12));
        assertThat(schedule.rate(9, 100, 0)).isCloseTo(0.01, within(1e-12));
        assertThat(schedule.rate(54, 100, 0)).isCloseTo(0.005, within(1e-3));
        assertThat(schedule.rate(99, 100, 0)).isPositive().isLessThan(1e-5);
    }

    @Property(tries = 100)
    void everyRateIsPositiveAndAtMostTheBase(@ForAll @LongRange(min = 1, max = 500) long steps) {
        LearningRateSchedule schedule = new LearningRateSchedule.WarmupCosine(0.01, 1.0 / 30);

        assertThat(LongStream.range(0, steps).mapToDouble(step -> schedule.rate(step, steps, 0)))
                .allSatisfy(rate -> assertThat(rate).isPositive().isLessThanOrEqualTo(0.01));
    }

    @Test
    void eachPlateauHalvesTheRate() {
        LearningRateSchedule schedule = new LearningRateSchedule.Plateau(0.08);

        assertThat(schedule.rate(7, 100, 0)).isEqualTo(0.08);
        assertThat(schedule.rate(7, 100, 3)).isEqualTo(0.01);
    }

    @Test
    void aConstantRateIsConstant() {
        assertThat(new LearningRateSchedule.Constant(0.3).rate(99, 100, 4)).isEqualTo(0.3);
    }
}
