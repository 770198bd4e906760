package io.wellstream.simulator.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    /** Drawn before the generator was shared: the pixels of every simulated screen depend on them. */
    @Test
    void everyDistributionIsFixedToTheBit() {
        RandomStream integers = new RandomStream(42);
        assertThat(IntStream.generate(() -> integers.nextInt(10)).limit(12))
                .containsExactly(7, 1, 2, 3, 0, 8, 2, 8, 3, 6, 2, 4);

        RandomStream random = new RandomStream(42);
        assertThat(random.nextDouble()).isEqualTo(0.7415648787718233);
        assertThat(random.uniform(-3, 5)).isEqualTo(-1.7207168569846392);
        assertThat(random.chance(0.5)).isTrue();
        assertThat(random.chance(0.5)).isTrue();
        assertThat(random.nextLong()).isEqualTo(701532786141963250L);
        assertThat(random.nextGaussian()).isEqualTo(0.3970518252519789);
        assertThat(random.nextGrain()).isEqualTo(-0.3169368f);
        assertThat(random.nextLogNormal(0.3)).isEqualTo(0.81782128874698);
        assertThat(random.nextPoisson(3.5)).isEqualTo(3);
        assertThat(random.nextPoisson(3.5)).isEqualTo(2);
        assertThat(random.nextPermutation(8)).containsExactly(7, 0, 2, 5, 6, 3, 1, 4);
    }

    @Test
    void aPathNamesAFixedStream() {
        StreamKey root = StreamKey.root(42);

        assertThat(root.value()).isEqualTo(-4767286540954276203L);
        assertThat(root.at("plate").value()).isEqualTo(134005994095385648L);
        assertThat(root.at(3).value()).isEqualTo(8587798158734917970L);
        assertThat(root.at("a").at(1).open().nextLong()).isEqualTo(-3423958939403938909L);
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
