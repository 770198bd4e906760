package io.wellstream.imaging.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.random.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Joined passes give the bytes of single steps. */
class AugmentKernelTest {
    private static final int MOST_CHOICES = 8;
    private static final int CHANNELS = 3;

    @Property(tries = 400)
    void anyChoicesInAnyOrderGiveTheBytesOfSingleSteps(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 70) int width,
            @ForAll @IntRange(min = 1, max = 70) int height,
            @ForAll @IntRange(min = 1, max = 40) int side) {
        SiteImage site = site(width, height, seed);
        AugmentKernel kernel = new AugmentKernel();
        SplitMix64 random = new SplitMix64(seed);

        for (int i = 0; i < 3; i++) { // one kernel for several sites, as a worker does
            List<Augmentation> choices = choices(random, side);
            byte[] out = new byte[CHANNELS * side * side + 2];
            kernel.apply(site, choices, side, out, 1);

            SiteImage expected = StepByStep.apply(site, choices);
            for (int channel = 0; channel < CHANNELS; channel++) {
                int from = 1 + channel * side * side;
                assertThat(Arrays.copyOfRange(out, from, from + side * side))
                        .as("%s of %dx%d", choices, width, height)
                        .isEqualTo(expected.plane(channel).pixels());
            }
            assertThat(out[0]).isZero();
            assertThat(out[out.length - 1]).isZero();
        }
    }

    @Property(tries = 100)
    void everyPolicyGivesTheBytesOfSingleSteps(@ForAll AugmentationPolicy policy, @ForAll long seed) {
        SiteImage site = site(64, 64, seed);
        List<Augmentation> choices = policy.draw(seed, 28, CHANNELS);

        assertThat(Augmenter.apply(site, choices, 28)).isEqualTo(StepByStep.apply(site, choices));
    }

    /** So many and so large that the compiler has replaced the loops by vector instructions before the last ones. */
    @Test
    void manyLargeWindowsGiveTheBytesOfSingleSteps() {
        SiteImage site = site(512, 512, 5);
        AugmentKernel kernel = new AugmentKernel();
        byte[] out = new byte[CHANNELS * 224 * 224];

        for (long seed = 0; seed < 200; seed++) {
            List<Augmentation> choices = AugmentationPolicy.RECOMMENDED.draw(seed, 224, CHANNELS);
            kernel.apply(site, choices, 224, out, 0);

            if (seed % 10 == 9) {
                SiteImage expected = StepByStep.apply(site, choices);
                for (int channel = 0; channel < CHANNELS; channel++) {
                    int from = channel * 224 * 224;
                    assertThat(Arrays.copyOfRange(out, from, from + 224 * 224))
                            .as("%s", choices)
                            .isEqualTo(expected.plane(channel).pixels());
                }
            }
        }
    }

    @Test
    void aWhitePlaneOfTheLargestSizeStaysWhite() {
        byte[] white = new byte[Plane.MAX_SIDE * Plane.MAX_SIDE];
        Arrays.fill(white, (byte) 255);
        SiteImage site = new SiteImage(List.of(new Plane(Plane.MAX_SIDE, Plane.MAX_SIDE, white)));

        for (int side : new int[] {1, 224, 1000, Plane.MAX_SIDE - 1}) {
            SiteImage small = Augmenter.apply(site, List.of(new Augmentation.Resize(side, Sampling.AREA)), side);
            assertThat(small.plane(0).statistics().min()).isEqualTo(255);
        }
    }

    @Test
    void aResizeWithItsTurnIsOnePassAndAWindowOfItsResultAnother() {
        List<Augmentation> choices = List.of(
                new Augmentation.Zoom(0.5, 0, 0),
                new Augmentation.Resize(16, Sampling.AREA),
                new Augmentation.FlipVertically(),
                new Augmentation.Add(3),
                new Augmentation.Transpose());
        List<Augmentation> more = new ArrayList<>(choices);
        more.add(new Augmentation.Crop(1, 1, 1, 1));

        assertThat(PixelPasses.of(choices, 64, 64)).hasSize(1);
        assertThat(PixelPasses.of(more, 64, 64)).hasSize(2);
        assertThat(PixelPasses.of(List.of(new Augmentation.Resize(64, Sampling.AREA)), 64, 64))
                .isEmpty();
    }

    private static List<Augmentation> choices(SplitMix64 random, int side) {
        List<Augmentation> choices = new ArrayList<>();
        int count = random.nextInt(MOST_CHOICES);
        for (int i = 0; i < count; i++) {
            choices.add(
                    switch (random.nextInt(9)) {
                        case 0 -> new Augmentation.FlipHorizontally();
                        case 1 -> new Augmentation.FlipVertically();
                        case 2 -> new Augmentation.Transpose();
                        case 3 ->
                            new Augmentation.Zoom(random.between(0.3, 1), random.nextDouble(), random.nextDouble());
                        case 4 ->
                            new Augmentation.Cut(
                                    1 + random.nextInt(2 * side), random.nextDouble(), random.nextDouble());
                        case 5 -> new Augmentation.Add(random.nextInt(21) - 10);
                        case 6 -> new Augmentation.Contrast((float) random.between(0.9, 1.1));
                        case 7 -> new Augmentation.Resize(1 + random.nextInt(40), Sampling.LINEAR);
                        default -> new Augmentation.Resize(1 + random.nextInt(40), Sampling.AREA);
                    });
        }
        choices.add(new Augmentation.Resize(side, random.nextBoolean() ? Sampling.AREA : Sampling.LINEAR));
        if (random.nextBoolean()) {
            choices.add(new Augmentation.Transpose());
        }
        if (random.nextBoolean()) {
            choices.add(new Augmentation.FlipHorizontally());
        }
        return choices;
    }

    private static SiteImage site(int width, int height, long seed) {
        Random random = new Random(seed);
        List<Plane> planes = new ArrayList<>();
        for (int channel = 0; channel < CHANNELS; channel++) {
            byte[] pixels = new byte[width * height];
            random.nextBytes(pixels);
            planes.add(new Plane(width, height, pixels));
        }
        return new SiteImage(planes);
    }
}
