package io.wellstream.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxConstantsTest {
    private static final float[] MEAN = {0.5f, 2};
    private static final float[] VARIANCE = {1, 4};

    @Test
    void constantsExchangedForThemselvesLeaveTheFileAsItIs() {
        byte[] model = model(MEAN);

        byte[] exchanged = OnnxConstants.exchanged(model, Map.of("norm/mean", MEAN, "norm/variance", VARIANCE));

        assertThat(exchanged).isEqualTo(model).isNotSameAs(model);
    }

    @Test
    void anExchangedFileIsTheOneWrittenWithTheOtherConstants() {
        float[] other = {-3, 0.25f};

        assertThat(OnnxConstants.exchanged(model(MEAN), Map.of("norm/mean", other)))
                .isEqualTo(model(other));
    }

    @Test
    void constantsThatAreNotThereOrOfAnotherLengthAreRefused() {
        assertThatThrownBy(() -> OnnxConstants.exchanged(model(MEAN), Map.of("other/mean", MEAN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other/mean");
        assertThatThrownBy(() -> OnnxConstants.exchanged(model(MEAN), Map.of("norm/mean", new float[3])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 3 floats");
    }

    @Test
    void whatIsNoOnnxFileIsRefused() {
        byte[] cut = Arrays.copyOf(model(MEAN), 100);

        assertThatThrownBy(() -> OnnxConstants.exchanged(cut, Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] model(float[] mean) {
        return TinyOnnx.normed(8, mean, VARIANCE, new float[][] {{1, 0}, {0, 1}}, 0, 0);
    }
}
