package io.wellstream.imaging.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The fixed values were drawn by the classes that this generator replaced; published bytes depend on every one of them. */
class SplitMix64Test {
    private final SplitMix64 random = new SplitMix64(42);

    /** The first outputs of Vigna's splitmix64.c for seed 1234567. */
    @Test
    void theGeneratorIsSplitMix64() {
        SplitMix64 published = new SplitMix64(1234567);

        assertThat(LongStream.generate(published::nextLong).limit(5).mapToObj(Long::toUnsignedString))
                .containsExactly(
                        "6457827717110365317",
                        "3203168211198807973",
                        "9817491932198370423",
                        "4593380528125082431",
                        "16408922859458223821");
    }

    @Test
    void longsAreFixed() {
        assertThat(LongStream.generate(random::nextLong).limit(3))
                .containsExactly(-4767286540954276203L, 2949826092126892291L, 5139283748462763858L);
    }

    @Test
    void gaussiansAreNormal() {
        double sum = 0;
        double squares = 0;
        double fourths = 0;
        int n = 100_000;
        for (int i = 0; i < n; i++) {
            double x = random.nextGaussian();
            sum += x;
            squares += x * x;
            fourths += x * x * x * x;
        }

        assertThat(sum / n).isCloseTo(0, within(0.015));
        assertThat(squares / n).isCloseTo(1, within(0.02));
        assertThat(fourths / n).isCloseTo(3, within(0.15));
    }

    @Test
    void theMixIsFixed() {
        assertThat(LongStream.of(0, 1, -1, 1234567).map(SplitMix64::mix))
                .containsExactly(0L, 6238072747940578789L, -5417735806833148549L, -2896417669011724520L);
    }

    @Test
    void drawsOf32BitsAreFixed() {
        assertThat(IntStream.generate(() -> random.nextInt(10)).limit(12))
                .containsExactly(2, 7, 3, 1, 0, 4, 4, 6, 5, 8, 6, 0);
    }

    @Test
    void drawsOf32BitsAreRepeatedAboveTheLargestMultipleOfTheBound() {
        assertThat(IntStream.generate(() -> random.nextInt((1 << 30) + 1)).limit(4))
                .containsExactly(1037513252, 686809907, 122840918, 404546046);
    }

    @Test
    void drawsOf62BitsAreFixed() {
        assertThat(IntStream.generate(() -> random.below(10)).limit(12))
                .containsExactly(3, 2, 4, 1, 2, 5, 1, 7, 1, 3, 1, 1);
    }

    @Test
    void drawsOf62BitsBelowALargeBoundAreFixed() {
        assertThat(IntStream.generate(() -> random.below((1 << 30) + 1)).limit(4))
                .containsExactly(237218178, 61462797, 1030848639, 729143016);
    }

    @Test
    void bothDrawsBelowABoundAreAboutUniform() {
        assertAboutUniform(IntStream.generate(() -> random.below(6)));
        assertAboutUniform(IntStream.generate(() -> random.nextInt(6)));
    }

    @Test
    void aBoundBelowOneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> random.below(0)).withMessageContaining("bound 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> random.nextInt(-1))
                .withMessageContaining("bound -1");
    }

    @Test
    void doublesAreFixed() {
        assertThat(new double[] {random.nextDouble(), random.nextDouble()})
                .containsExactly(0.7415648787718233, 0.1599103928769201);
    }

    @Test
    void numbersBetweenTwoLimitsAreFixed() {
        assertThat(new double[] {random.between(-3, 5), random.between(0.9, 1.1)})
                .containsExactly(2.9325190301745865, 0.9319820785753841);
    }

    @Test
    void booleansAreFixed() {
        assertThat(Stream.generate(random::nextBoolean).limit(12))
                .containsExactly(true, false, false, false, false, true, false, true, false, true, false, false);
    }

    @Test
    void aGeneratorForAPurposeIsFixed() {
        assertThat(Stream.of(
                                SplitMix64.of(42, "order", 3),
                                SplitMix64.of(42, "order", 4),
                                SplitMix64.of(-1, "ration 7", 0),
                                SplitMix64.of(5, "", 0))
                        .map(SplitMix64::nextLong))
                .containsExactly(
                        5986053672139508475L, -2026972415344242455L, -3669085240808647591L, -6408163035247186059L);
    }

    @Test
    void shufflesAreFixed() {
        int[] numbers = IntStream.range(0, 10).toArray();
        random.shuffle(numbers);
        assertThat(numbers).containsExactly(6, 1, 5, 9, 0, 2, 7, 8, 4, 3);

        List<String> letters = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f", "g"));
        new SplitMix64(7).shuffle(letters);
        assertThat(letters).containsExactly("e", "a", "g", "c", "b", "d", "f");
    }

    private static void assertAboutUniform(IntStream draws) {
        int[] counts = new int[6];
        draws.limit(60_000).forEach(draw -> counts[draw]++);
        assertThat(Arrays.stream(counts)).allSatisfy(count -> assertThat(count).isBetween(9_600, 10_400));
    }
}
