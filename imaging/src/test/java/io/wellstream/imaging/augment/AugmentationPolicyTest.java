package io.wellstream.imaging.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AugmentationPolicyTest {
    private static final int DRAWS = 4_000;

    @Property(tries = 200)
    void everyDrawEndsInASquareOfTheSide(
            @ForAll AugmentationPolicy policy,
            @ForAll long seed,
            @ForAll @IntRange(min = 4, max = 40) int source,
            @ForAll @IntRange(min = 4, max = 40) int side) {
        SiteImage site = new SiteImage(List.of(new Plane(source, source, new byte[source * source])));

        List<Augmentation> choices = policy.draw(seed, side, 1);

        assertThat(Augmenter.apply(site, choices, side).width()).isEqualTo(side);
        assertThat(policy.draw(seed, side, 1)).isEqualTo(choices);
    }

    @Test
    void seed2019DrawsToneAndFlipsHalfTheTimeInAnyOrder() {
        List<List<Augmentation>> draws = draws(AugmentationPolicy.SEED_2019);

        assertThat(share(draws, AugmentationPolicyTest::isTone)).isCloseTo(0.5, within(0.03));
        assertThat(share(draws, c -> c instanceof Augmentation.FlipHorizontally))
                .isCloseTo(0.5, within(0.03));
        assertThat(share(draws, c -> c instanceof Augmentation.FlipVertically)).isCloseTo(0.5, within(0.03));
        assertThat(share(draws, c -> c instanceof Augmentation.Crop)).isEqualTo(1);
        assertThat(draws).allMatch(draw -> draw.getFirst().equals(new Augmentation.Resize(100, Sampling.LINEAR)));
        assertThat(draws.stream().map(draw -> draw.get(1).getClass()).distinct())
                .hasSize(6); // each of three tones, two flips and the crop comes first in some
    }

    @Test
    void seed2019StaysWithinItsRanges() {
        for (List<Augmentation> draw : draws(AugmentationPolicy.SEED_2019)) {
            for (Augmentation choice : draw) {
                switch (choice) {
                    case Augmentation.Add add -> assertThat(add.levels()).isBetween(-10, 10);
                    case Augmentation.Multiply multiply ->
                        assertThat(multiply.factor()).isBetween(0.9f, 1.1f);
                    case Augmentation.Contrast contrast ->
                        assertThat(contrast.factor()).isBetween(0.9f, 1.1f);
                    case Augmentation.Crop crop ->
                        assertThat(List.of(crop.top(), crop.right(), crop.bottom(), crop.left()))
                                .allMatch(pixels -> pixels >= 0 && pixels <= 10);
                    default -> assertThat(isTone(choice)).isFalse();
                }
            }
        }
    }

    @Test
    void recommendedZoomsAlwaysAndDropsAChannelInOneOfFive() {
        List<List<Augmentation>> draws = draws(AugmentationPolicy.RECOMMENDED);

        assertThat(draws)
                .allMatch(draw ->
                        draw.getFirst() instanceof Augmentation.Zoom zoom && zoom.share() >= 0.5 && zoom.share() < 1);
        assertThat(share(draws, c -> c instanceof Augmentation.Transpose)).isCloseTo(0.5, within(0.03));
        assertThat(share(draws, c -> c instanceof Augmentation.DropChannel)).isCloseTo(0.2, within(0.03));
    }

    @Test
    void fullResolutionKeepsEveryPixelOfItsWindow() {
        byte[] pixels = new byte[40 * 40];
        new Random(1).nextBytes(pixels);
        SiteImage site = new SiteImage(List.of(new Plane(40, 40, pixels)));

        for (long seed = 0; seed < 200; seed++) {
            List<Augmentation> choices = AugmentationPolicy.FULL_RESOLUTION.draw(seed, 16, 1);
            Augmentation.Cut cut = (Augmentation.Cut) choices.getFirst();

            SiteImage window = Augmenter.apply(site, choices.subList(0, 2), 16);

            int left = (int) Math.rint(24 * cut.x());
            int top = (int) Math.rint(24 * cut.y());
            assertThat(window.plane(0).at(0, 0)).isEqualTo(site.plane(0).at(left, top));
            assertThat(window.plane(0).at(15, 9)).isEqualTo(site.plane(0).at(left + 15, top + 9));
        }
        assertThat(share(draws(AugmentationPolicy.FULL_RESOLUTION), c -> c instanceof Augmentation.DropChannel))
                .isCloseTo(0.2, within(0.03));
    }

    @Test
    void aModelOfWindowsIsValidatedOnTheMiddleOne() {
        assertThat(AugmentationPolicy.FULL_RESOLUTION.withoutChance()).isEqualTo(AugmentationPolicy.CENTRE);
        assertThat(AugmentationPolicy.CENTRE.draw(1, 16, 6).getFirst()).isEqualTo(new Augmentation.Cut(16, 0.5, 0.5));
    }

    @Test
    void aModelIsValidatedWithTheResizeItWasTrainedWith() {
        assertThat(AugmentationPolicy.SEED_2019.withoutChance().draw(1, 64, 6))
                .containsExactly(new Augmentation.Resize(64, Sampling.LINEAR));
        assertThat(AugmentationPolicy.RECOMMENDED.withoutChance().draw(1, 64, 6))
                .containsExactly(new Augmentation.Resize(64, Sampling.AREA));
    }

    @Test
    void namesAreReadAndUnknownOnesRefusedWithWhatIsAllowed() {
        for (AugmentationPolicy policy : AugmentationPolicy.values()) {
            assertThat(AugmentationPolicy.named(policy.toString())).isEqualTo(policy);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AugmentationPolicy.named("best"))
                .withMessage("'best' is not an augmentation; expected none, none-linear, seed-2019, recommended,"
                        + " full-resolution, centre");
    }

    @Test
    void theSampleSeedDependsOnRunEpochAndSite() {
        SiteId site = new SiteId(WellId.of("HEPG2-08", 1, "B03"), 2);
        long seed = SampleSeed.of(7, 3, site);

        assertThat(SampleSeed.of(7, 3, new SiteId(WellId.of("HEPG2-08", 1, "B03"), 2)))
                .isEqualTo(seed);
        assertThat(SampleSeed.of(8, 3, site)).isNotEqualTo(seed);
        assertThat(SampleSeed.of(7, 4, site)).isNotEqualTo(seed);
        assertThat(SampleSeed.of(7, 3, new SiteId(site.well(), 1))).isNotEqualTo(seed);
    }

    private static boolean isTone(Augmentation choice) {
        return choice instanceof Augmentation.Add
                || choice instanceof Augmentation.Multiply
                || choice instanceof Augmentation.Contrast;
    }

    private static List<List<Augmentation>> draws(AugmentationPolicy policy) {
        return LongStream.range(0, DRAWS)
                .mapToObj(seed -> policy.draw(seed, 100, 6))
                .toList();
    }

    private static double share(List<List<Augmentation>> draws, java.util.function.Predicate<Augmentation> wanted) {
        return draws.stream().filter(draw -> draw.stream().anyMatch(wanted)).count() / (double) DRAWS;
    }
}
