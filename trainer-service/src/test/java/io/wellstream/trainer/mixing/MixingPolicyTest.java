package io.wellstream.trainer.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.random.SplitMix64;
import io.wellstream.trainer.mixing.MixingPolicy.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixingPolicyTest {
    private static final int SIDE = 32;
    private static final int LARGE = 512; // so that rounding to pixels does not matter
    private static final MixingPolicy BOTH = new MixingPolicy(new Part(1, 0.5), new Part(0.2, 1));

    @Test
    void aDrawDependsOnSeedEpochAndIndexAlone() {
        Mixing drawn = BOTH.draw(1, 2, 3, 8, SIDE);

        assertThat(BOTH.draw(1, 2, 3, 8, SIDE)).isEqualTo(drawn);
        Set<Mixing> draws = new HashSet<>(List.of(drawn));
        assertThat(draws.add(BOTH.draw(2, 2, 3, 8, SIDE))).isTrue();
        assertThat(draws.add(BOTH.draw(1, 3, 3, 8, SIDE))).isTrue();
        assertThat(draws.add(BOTH.draw(1, 2, 4, 8, SIDE))).isTrue();
        assertThat(draws.add(BOTH.draw(1, 3, 2, 8, SIDE))).isTrue();
    }

    @Test
    void withoutMixingNothingIsDrawn() {
        assertThat(MixingPolicy.NONE.draw(1, 2, 3, 8, SIDE)).isEqualTo(Mixing.NONE);
    }

    @Test
    void aBatchIsCutWithItsProbabilityAndElseMixedUp() {
        MixingPolicy policy = new MixingPolicy(new Part(1, 0.25), new Part(1, 0.5));
        int cuts = 0;
        int blends = 0;
        for (int index = 0; index < 4_000; index++) {
            switch (policy.draw(7, 0, index, 4, SIDE)) {
                case Mixing.None _ -> {}
                case Mixing.Cut _ -> cuts++;
                case Mixing.Blend _ -> blends++;
            }
        }

        assertThat(cuts).isCloseTo(1_000, within(100));
        assertThat(blends).isCloseTo(1_500, within(120));
    }

    @Test
    void partnersAreAPermutationOfTheBatch() {
        for (int index = 0; index < 50; index++) {
            List<Integer> partners =
                    switch (BOTH.draw(7, 0, index, 9, SIDE)) {
                        case Mixing.None _ -> throw new AssertionError("every batch is mixed");
                        case Mixing.Cut cut -> cut.partners();
                        case Mixing.Blend blend -> blend.partners();
                    };

            assertThat(partners)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 9).boxed().toList());
        }
    }

    /** Beta(a, a) has mean 1/2 and variance 1 / (4 (2a + 1)). */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2, 0.4, 1, 3, 40})
    void weightsHaveTheMomentsOfTheBetaDistribution(double alpha) {
        SplitMix64 random = new SplitMix64(5);
        List<Double> drawn = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            drawn.add(BetaDraw.symmetric(random, alpha));
        }

        double mean = drawn.stream().mapToDouble(weight -> weight).average().orElseThrow();
        double variance = drawn.stream()
                .mapToDouble(weight -> (weight - mean) * (weight - mean))
                .average()
                .orElseThrow();
        assertThat(drawn).allMatch(weight -> weight >= 0 && weight <= 1);
        assertThat(mean).isCloseTo(0.5, within(0.012));
        assertThat(variance).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.005));
    }

    @Test
    void aBoxLiesInTheImageAndIsAsLargeAsTheWeightOfThePartner() {
        MixingPolicy cutMix = new MixingPolicy(new Part(1, 1), Part.NEVER);
        double area = 0;
        int boxes = 2_000;
        for (int index = 0; index < boxes; index++) {
            Mixing.Box box = ((Mixing.Cut) cutMix.draw(7, 0, index, 4, LARGE)).box();
            assertThat(box.top() + box.height()).isLessThanOrEqualTo(LARGE);
            assertThat(box.left() + box.width()).isLessThanOrEqualTo(LARGE);
            area += (double) box.height() * box.width() / (LARGE * LARGE);
        }

        // Without clipping the mean share would be 1/2; a side of share r keeps r - r²/4 of the image's, and r² is
        // uniform.
        assertThat(area / boxes).isCloseTo(0.5 - 2.0 / 5 * 1.0 / 2 + 1.0 / 16 / 3, within(0.03));
    }
}
