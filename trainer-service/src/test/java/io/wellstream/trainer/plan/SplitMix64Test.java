package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SplitMix64Test {

    @Test
    void itGivesThePublishedSequenceOfSeed1234567() {
        SplitMix64 generator = new SplitMix64(1234567);

        assertThat(generator.next()).isEqualTo(6457827717110365317L);
        assertThat(generator.next()).isEqualTo(3203168211198807973L);
    }

    @Test
    void numbersBelowABoundAreAboutEquallyFrequent() {
        SplitMix64 generator = new SplitMix64(7);
        int[] counts = new int[6];

        for (int i = 0; i < 60_000; i++) {
            counts[generator.below(6)]++;
        }

        assertThat(Arrays.stream(counts)).allSatisfy(count -> assertThat(count).isBetween(9_600, 10_400));
    }
}
