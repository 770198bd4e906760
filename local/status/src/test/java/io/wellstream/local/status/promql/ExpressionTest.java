package io.wellstream.local.status.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExpressionTest {
    @Test
    void metricsAreDistinguishedFromFunctionsLabelsAndKeywords() {
        assertThat(Expression.parse(
                                "histogram_quantile(0.99, sum by (le) (rate(scorer_predict_seconds_bucket{a=\"b_c\"}[5m]))) > 2"
                                        + " and on (instance) trainer_active == 1 unless up")
                        .metrics())
                .containsExactly("scorer_predict_seconds_bucket", "trainer_active", "up");
    }

    @Test
    void operatorsAreLeftAssociative() {
        assertThat(Expression.parse("a - b - c")).isEqualTo(Expression.parse("(a - b) - c"));
        assertThat(Expression.parse("a + b * c > d and e or f"))
                .isEqualTo(Expression.parse("(((a + (b * c)) > d) and e) or f"));
    }

    @Test
    void unsupportedSyntaxIsNamed() {
        assertThatThrownBy(() -> Expression.parse("predict_linear(a[5m], 60)"))
                .hasMessageContaining("the function predict_linear");
        assertThatThrownBy(() -> Expression.parse("rate(a[5 minutes])")).hasMessageContaining("as a duration");
        assertThatThrownBy(() -> Expression.parse("sum(a")).hasMessageContaining("its end where ')' should be");
        assertThatThrownBy(() -> Expression.parse("a offset 5m")).hasMessageContaining("'offset'");
        assertThatThrownBy(() -> Expression.parse("a % 2")).hasMessageContaining("% 2'");
    }
}
