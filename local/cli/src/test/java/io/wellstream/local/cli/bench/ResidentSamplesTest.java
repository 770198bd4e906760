package io.wellstream.local.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.local.cli.bench.ResidentSamples.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ResidentSamplesTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void theSamplesOfAProcessHaveARange() {
        try (ResidentSamples samples =
                new ResidentSamples(ProcessHandle.current().pid())) {
            Range first = samples.take();
            Range second = samples.take();

            assertThat(first.least()).isPositive().isLessThanOrEqualTo(first.typical());
            assertThat(first.most()).isGreaterThanOrEqualTo(first.typical());
            assertThat(second.least()).isPositive();
        }
    }

    @Test
    void aProcessThatHasEndedHasNone() {
        try (ResidentSamples samples = new ResidentSamples(Long.MAX_VALUE)) {
            assertThat(samples.take()).isEqualTo(new Range(0, 0, 0));
        }
    }
}
