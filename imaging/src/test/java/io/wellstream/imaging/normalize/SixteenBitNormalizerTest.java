package io.wellstream.imaging.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Normalisation of 16-bit sites. */
class SixteenBitNormalizerTest {
    private static final SiteId FIRST = new SiteId(WellId.of("HUVEC-01", 1, "B02"), 1);
    private static final SiteId SECOND = new SiteId(WellId.of("HUVEC-01", 1, "B03"), 1);
    private static final ChannelStatistics DARK = statistics(33_000, 5);
    private static final ChannelStatistics BRIGHT = statistics(33_010, 7);
    private static final List<SiteStatistics> KNOWN =
            List.of(new SiteStatistics(FIRST, "", false, DARK), new SiteStatistics(SECOND, "", false, BRIGHT));

    /** The mean of 33,000 and 33,010, and the root of (25 + 49) / 2 + 5², as of all pixels together. */
    @ParameterizedTest
    @EnumSource(names = {"DATASET", "PLATE", "EXPERIMENT"})
    void sitesArePooledInTheirTrueLevels(NormalizationKind kind) {
        Normalizer normalizer = Normalizer.of(kind, KNOWN, DatasetStatistics.of(KNOWN), Set.of());

        Normalization.Sample values = normalizer.forSite(FIRST, DARK);

        double sd = Math.sqrt((25 + 49) / 2.0 + 25);
        assertThat(1 / (double) values.scale()[0]).isCloseTo(sd, within(1e-5));
        assertThat(values.offset()[0] / -values.scale()[0]).isCloseTo(33_005, within(0.01f));
        assertThat(values.apply(0, 33_005)).isCloseTo(0, within(1e-3f));
        assertThat(values.apply(0, 33_016)).isCloseTo((float) (11 / sd), within(1e-3f));
    }

    @Test
    void theUnitIsTheGreatestLevel() {
        Normalization.Sample values =
                Normalizer.of(NormalizationKind.UNIT, List.of(), null, Set.of()).forSite(FIRST, DARK);

        assertThat(values.scale()).containsExactly(1f / 65_535);
        assertThat(values.offset()).containsExactly(0);
    }

    @Test
    void bothDepthsAreNotMixed() {
        ChannelStatistics eight = new ChannelStatistics(new float[] {30}, new float[] {5});
        List<SiteStatistics> both = List.of(KNOWN.getFirst(), new SiteStatistics(SECOND, "", false, eight));

        assertThatThrownBy(() -> Normalizer.of(NormalizationKind.PLATE, both, null, Set.of()))
                .hasMessage("16-bit and 8-bit sites in one screen");
        assertThatThrownBy(() -> Normalizer.of(NormalizationKind.PLATE, KNOWN, null, Set.of())
                        .forSite(FIRST, eight))
                .isInstanceOf(UnknownStatisticsException.class)
                .hasMessageContaining("it has 8-bit grey levels, plate HUVEC-01/1 has 16-bit ones");
    }

    @Test
    void levelsBeyondADepthAreRefused() {
        assertThatThrownBy(() -> new ChannelStatistics(new float[] {300}, new float[] {5}))
                .hasMessageContaining("expected 0 to 255 and 0 to 128");
        assertThatThrownBy(() -> statistics(70_000, 5)).hasMessageContaining("expected 0 to 65535 and 0 to 32768");
    }

    private static ChannelStatistics statistics(float mean, float sd) {
        return new ChannelStatistics(new float[] {mean}, new float[] {sd}, Depth.SIXTEEN);
    }
}
