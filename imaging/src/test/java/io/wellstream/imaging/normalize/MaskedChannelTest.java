package io.wellstream.imaging.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The normalisation of sites that have no image of one of their channels. */
class MaskedChannelTest {
    @Test
    void aMaskedChannelBecomesZerosWhateverTheNormalisation() {
        ChannelStatistics own =
                statistics(new float[] {10, 20, 30}, new float[] {2, 4, 5}).masking(List.of(1));
        for (NormalizationKind kind :
                List.of(NormalizationKind.UNIT, NormalizationKind.SAMPLE, NormalizationKind.PLATE)) {
            List<SiteStatistics> known = List.of(
                    new SiteStatistics(site(1, 1, 1), "", false, own),
                    new SiteStatistics(
                            site(1, 2, 1), "", false, statistics(new float[] {10, 20, 30}, new float[] {2, 4, 5})));

            Normalization.Sample sample =
                    Normalizer.of(kind, known, null, Set.of()).forSite(site(1, 1, 1), own);

            assertThat(sample.scale()[1]).isZero();
            assertThat(sample.offset()[1]).isZero();
            assertThat(sample.scale()[0]).isNotZero();
            assertThat(sample.scale()[2]).isNotZero();
        }
    }

    @Test
    void aMaskedChannelIsNotPooled() {
        List<SiteStatistics> known = List.of(
                new SiteStatistics(site(1, 1, 1), "", false, statistics(new float[] {10, 20}, new float[] {2, 4})),
                new SiteStatistics(
                        site(1, 2, 1),
                        "",
                        false,
                        statistics(new float[] {10, 0}, new float[] {2, 0}).masking(List.of(1))));

        Normalization.Sample sample = Normalizer.of(NormalizationKind.PLATE, known, null, Set.of())
                .forSite(site(1, 1, 1), known.getFirst().statistics());

        assertThat(sample.scale()).containsExactly(1 / 2f, 1 / 4f);
        assertThat(sample.offset()).containsExactly(-5, -5);
    }

    @Test
    void theOtherChannelsAreScaledIfTheMeanSquareIsKept() {
        ChannelStatistics own =
                statistics(new float[] {10, 20, 30}, new float[] {2, 4, 5}).masking(List.of(1));

        Normalization.Sample sample = Normalizer.of(NormalizationKind.SAMPLE, List.of(), null, Set.of(), true)
                .forSite(site(1, 1, 1), own);

        float factor = (float) Math.sqrt(1.5);
        assertThat(sample.scale()).containsExactly(factor / 2, 0, factor / 5);
        assertThat(sample.offset()).containsExactly(-5 * factor, 0, -6 * factor);
    }

    private static SiteId site(int plate, int well, int number) {
        return new SiteId(WellId.of("HUVEC-01", plate, "B%02d".formatted(well)), number);
    }

    private static ChannelStatistics statistics(float[] mean, float[] sd) {
        return new ChannelStatistics(mean, sd);
    }
}
