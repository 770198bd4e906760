package io.wellstream.imaging.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AugmenterTest {
    private static final Augmentation FLIP_X = new Augmentation.FlipHorizontally();
    private static final Augmentation FLIP_Y = new Augmentation.FlipVertically();
    private static final Augmentation TRANSPOSE = new Augmentation.Transpose();

    @Property(tries = 100)
    void flipsAndTransposeUndoThemselves(@ForAll @IntRange(min = 1, max = 20) int side, @ForAll long seed) {
        SiteImage site = site(side, side, seed);

        for (Augmentation choice : List.of(FLIP_X, FLIP_Y, TRANSPOSE)) {
            assertThat(Augmenter.apply(site, List.of(choice, choice), side)).isEqualTo(site);
        }
    }

    @Test
    void twoFlipsAndATransposeMakeEightDifferentImages() {
        SiteImage site = site(5, 5, 1);
        Set<SiteImage> images = new HashSet<>();

        for (int bits = 0; bits < 8; bits++) {
            images.add(Augmenter.apply(
                    Augmenter.apply(
                            Augmenter.apply(site, (bits & 1) == 0 ? List.of() : List.of(FLIP_X), 5),
                            (bits & 2) == 0 ? List.of() : List.of(FLIP_Y),
                            5),
                    (bits & 4) == 0 ? List.of() : List.of(TRANSPOSE),
                    5));
        }

        assertThat(images).hasSize(8);
    }

    @Property(tries = 100)
    void shrinkingByAreaIsTheMeanOfWhatAPixelCovers(
            @ForAll @IntRange(min = 1, max = 30) int side,
            @ForAll @IntRange(min = 0, max = 30) int moreWidth,
            @ForAll @IntRange(min = 0, max = 30) int moreHeight,
            @ForAll long seed) {
        Plane plane = site(side + moreWidth, side + moreHeight, seed).plane(0);

        Plane small = resized(plane, side, Sampling.AREA);

        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double mean = meanOver(plane, side, x, y);
                assertThat(Math.abs(small.at(x, y) - mean)).isLessThanOrEqualTo(0.5 + 1e-6);
            }
        }
    }

    @Test
    void shrinkingByAWholeFactorIsTheMeanOfSquares() {
        Plane plane = new Plane(4, 2, new byte[] {0, 2, 10, 20, 4, 6, 30, 41});

        assertThat(resized(new Plane(2, 2, new byte[] {1, 2, 3, 4}), 1, Sampling.AREA))
                .isEqualTo(new Plane(1, 1, new byte[] {3}));
        assertThat(resized(plane, 2, Sampling.AREA).at(1, 0)).isEqualTo(15);
    }

    @Property(tries = 50)
    void aFlatPlaneStaysFlatWhateverTheResize(
            @ForAll @IntRange(min = 1, max = 40) int source,
            @ForAll @IntRange(min = 1, max = 40) int side,
            @ForAll @IntRange(min = 0, max = 255) int grey) {
        byte[] pixels = new byte[source * source];
        java.util.Arrays.fill(pixels, (byte) grey);
        Plane plane = new Plane(source, source, pixels);

        for (Sampling sampling : Sampling.values()) {
            Plane resized = resized(plane, side, sampling);
            assertThat(resized.statistics().min()).isBetween(Math.max(0, grey - 1), grey);
            assertThat(resized.statistics().max()).isBetween(Math.max(0, grey - 1), grey);
        }
    }

    @Test
    void aZoomTakesTheWindowItNames() {
        SiteImage site = site(8, 8, 3);

        SiteImage corner = Augmenter.apply(site, List.of(new Augmentation.Zoom(0.5, 1, 0)), 4);

        assertThat(corner.plane(1).at(0, 0)).isEqualTo(site.plane(1).at(4, 0));
        assertThat(corner.plane(1).at(3, 3)).isEqualTo(site.plane(1).at(7, 3));
    }

    @Test
    void aDroppedChannelGivesZerosAndLeavesThePixels() {
        SiteImage site = site(4, 4, 1);
        Normalization.Sample values = new Normalization.Sample(new float[] {0.1f, 0.2f}, new float[] {-1, -2});
        List<Augmentation> choices = List.of(new Augmentation.DropChannel(1));

        Normalization.Sample dropped = Augmenter.apply(values, choices);

        assertThat(dropped.apply(1, 200)).isZero();
        assertThat(dropped.apply(0, 200)).isEqualTo(values.apply(0, 200));
        assertThat(Augmenter.apply(site, choices, 4)).isEqualTo(site);
    }

    @Test
    void choicesThatDoNotGiveTheSideAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Augmenter.apply(site(8, 8, 1), List.of(new Augmentation.Crop(0, 1, 0, 0)), 8))
                .withMessageContaining("expected side 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Augmenter.apply(site(8, 8, 1), List.of(new Augmentation.Crop(4, 0, 4, 0)), 8))
                .withMessageContaining("nothing is left");
    }

    private static Plane resized(Plane plane, int side, Sampling sampling) {
        return Augmenter.apply(new SiteImage(List.of(plane)), List.of(new Augmentation.Resize(side, sampling)), side)
                .plane(0);
    }

    private static double meanOver(Plane plane, int side, int x, int y) {
        double sum = 0;
        double width = (double) plane.width() / side;
        double height = (double) plane.height() / side;
        for (int sy = 0; sy < plane.height(); sy++) {
            double dy = Math.min((y + 1) * height, sy + 1) - Math.max(y * height, sy);
            for (int sx = 0; sx < plane.width(); sx++) {
                double dx = Math.min((x + 1) * width, sx + 1) - Math.max(x * width, sx);
                if (dx > 0 && dy > 0) {
                    sum += dx * dy * plane.at(sx, sy);
                }
            }
        }
        return sum / (width * height);
    }

    private static SiteImage site(int width, int height, long seed) {
        Random random = new Random(seed);
        byte[] first = new byte[width * height];
        byte[] second = new byte[width * height];
        random.nextBytes(first);
        random.nextBytes(second);
        return new SiteImage(List.of(new Plane(width, height, first), new Plane(width, height, second)));
    }
}
