package io.wellstream.scorer.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.proto.v1.SiteRule;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SiteAggregationTest {
    private static final boolean[] ALL = {true, true, true};

    @Property(tries = 200)
    void theMeanOfLogProbabilitiesIsTheRenormalisedGeometricMean(
            @ForAll @Size(3) List<@FloatRange(min = -20, max = 20) Float> first,
            @ForAll @Size(3) List<@FloatRange(min = -20, max = 20) Float> second,
            @ForAll @FloatRange(min = 0.5f, max = 4) float temperature) {
        double[] p = softmax(first, temperature);
        double[] q = softmax(second, temperature);
        double[] expected = new double[3];
        for (int c = 0; c < 3; c++) {
            expected[c] = Math.sqrt(p[c] * q[c]);
        }

        double[] combined = SiteAggregation.combine(
                List.of(array(first), array(second)), temperature, ALL, SiteRule.SITE_RULE_MEAN_LOG_PROBABILITY);

        assertThat(combined).containsExactly(normalised(expected), within(1e-9));
    }

    @Property(tries = 200)
    void theOtherRulesAreTheMeanAndTheGreatestOfProbabilities(
            @ForAll @Size(3) List<@FloatRange(min = -20, max = 20) Float> first,
            @ForAll @Size(3) List<@FloatRange(min = -20, max = 20) Float> second) {
        double[] p = softmax(first, 1);
        double[] q = softmax(second, 1);
        double[] mean = new double[3];
        double[] max = new double[3];
        for (int c = 0; c < 3; c++) {
            mean[c] = (p[c] + q[c]) / 2;
            max[c] = Math.max(p[c], q[c]);
        }
        List<float[]> sites = List.of(array(first), array(second));

        assertThat(SiteAggregation.combine(sites, 1, ALL, SiteRule.SITE_RULE_MEAN_PROBABILITY))
                .containsExactly(mean, within(1e-9));
        assertThat(SiteAggregation.combine(sites, 1, ALL, SiteRule.SITE_RULE_MAX_SITE))
                .containsExactly(normalised(max), within(1e-9));
    }

    @Test
    void theProbabilityOfAMaskedClassIsDividedAmongTheOthers() {
        float[] logits = {(float) Math.log(6), (float) Math.log(3), (float) Math.log(1)};

        double[] combined = SiteAggregation.combine(
                List.of(logits), 1, new boolean[] {false, true, true}, SiteRule.SITE_RULE_UNSPECIFIED);

        assertThat(combined).containsExactly(new double[] {0, 0.75, 0.25}, within(1e-6));
    }

    @Test
    void anAllowedClassDoesNotUnderflowFarBelowAMaskedOne() {
        double[] combined = SiteAggregation.combine(
                List.of(new float[] {2_000, -2_000, -2_001}),
                1,
                new boolean[] {false, true, true},
                SiteRule.SITE_RULE_UNSPECIFIED);

        assertThat(combined[1]).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-9));
    }

    @Test
    void aHigherTemperatureLowersTheConfidence() {
        List<float[]> sites = List.of(new float[] {3, 1, 0});

        double cold = SiteAggregation.combine(sites, 1, ALL, SiteRule.SITE_RULE_UNSPECIFIED)[0];
        double warm = SiteAggregation.combine(sites, 2, ALL, SiteRule.SITE_RULE_UNSPECIFIED)[0];

        assertThat(warm).isLessThan(cold);
    }

    private static double[] softmax(List<Float> logits, double temperature) {
        double[] out = new double[3];
        for (int c = 0; c < 3; c++) {
            out[c] = Math.exp(logits.get(c) / temperature);
        }
        return normalised(out);
    }

    private static double[] normalised(double[] values) {
        double sum = values[0] + values[1] + values[2];
        return new double[] {values[0] / sum, values[1] / sum, values[2] / sum};
    }

    private static float[] array(List<Float> values) {
        return new float[] {values.get(0), values.get(1), values.get(2)};
    }
}
