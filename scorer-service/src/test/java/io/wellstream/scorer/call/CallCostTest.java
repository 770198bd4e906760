package io.wellstream.scorer.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class CallCostTest {
    private final CallCost a = new CallCost();
    private final CallCost b = new CallCost();

    @Test
    void aBatchIsChargedToEachCallByItsSamples() {
        CallCost.inferring(List.of(a, b, a, a), CallCostTest::work);

        double ofA = a.message().getInferenceSeconds();
        double ofB = b.message().getInferenceSeconds();
        assertThat(ofA + ofB).isGreaterThanOrEqualTo(0.001);
        assertThat(ofA).isCloseTo(3 * ofB, within(1e-9));
    }

    @Test
    void aBatchThatFailsIsChargedToo() {
        assertThatThrownBy(() -> CallCost.inferring(List.of(a), () -> {
                    work();
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");

        assertThat(a.message().getInferenceSeconds()).isGreaterThanOrEqualTo(0.001);
    }

    @Test
    void timeThatIsNeitherDecodingNorInferenceIsOther() {
        a.decoding(CallCostTest::work);

        double decoding = a.message().getDecodeSeconds();
        assertThat(decoding).isGreaterThanOrEqualTo(0.001);
        assertThat(a.message().getOtherSeconds())
                .isLessThanOrEqualTo(a.message().getSeconds() - 0.001);
        assertThat(a.message().getSites()).isZero();
    }

    /** Takes a millisecond. */
    private static boolean work() {
        long end = System.nanoTime() + 1_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return true;
    }
}
