package io.wellstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    /** The published first outputs of SplitMix64 for this seed (Rosetta Code, "Pseudo-random numbers/Splitmix64"). */
    @Test
    void theGeneratorIsSplitMix64() {
        RandomStream random = new RandomStream(1234567);

        assertThat(new long[] {random.nextLong(), random.nextLong(), random.nextLong()})
                .containsExactly(
                        6457827717110365317L, 3203168211198807973L, Long.parseUnsignedLong("9817491932198370423"));
    }

    @Property
    void aPermutationHoldsEachNumberOnce(@ForAll long seed, @ForAll @IntRange(max = 400) int size) {
        int[] permutation = new RandomStream(seed).nextPermutation(size);

        assertThat(Arrays.stream(permutation).sorted()).hasSize(size).doesNotHaveDuplicates();
        assertThat(Arrays.stream(permutation).allMatch(i -> i >= 0 && i < size)).isTrue();
    }

    @Test
    void gaussiansAndGrainHaveMeanZeroAndSpreadOne() {
        RandomStream random = new RandomStream(4);

        isStandard(DoubleStream.generate(random::nextGaussian).limit(40_000).toArray());
        isStandard(DoubleStream.generate(random::nextGrain).limit(40_000).toArray());
    }

    @Test
    void countsHaveTheirMean() {
        RandomStream random = new RandomStream(6);

        assertThat(DoubleStream.generate(() -> random.nextPoisson(3.5))
                        .limit(20_000)
                        .average())
                .hasValueCloseTo(3.5, within(0.05));
    }

    @Test
    void pathsThatDifferNameDifferentStreams() {
        StreamKey root = StreamKey.root(1);

        assertThat(new long[] {
                    root.at("a").at("b").open().nextLong(),
                    root.at("b").at("a").open().nextLong(),
                    root.at("ab").open().nextLong(),
                    root.at(1).at(2).open().nextLong(),
                    root.at(2).at(1).open().nextLong(),
                    StreamKey.root(2).at("ab").open().nextLong()
                })
                .doesNotHaveDuplicates();
    }

    private static void isStandard(double[] draws) {
        double mean = Arrays.stream(draws).average().orElseThrow();
        double square = Arrays.stream(draws).map(d -> d * d).average().orElseThrow();
        assertThat(mean).isCloseTo(0, within(0.02));
        assertThat(square).isCloseTo(1, within(0.03));
    }
}
