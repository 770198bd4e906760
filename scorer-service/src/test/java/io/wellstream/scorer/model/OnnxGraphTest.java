package io.wellstream.scorer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.scorer.TinyOnnx;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxGraphTest {
    private static final float[] MEAN = {0.5f, 2};
    private static final float[] VARIANCE = {1, 4};

    @Test
    void replacingValuesByTheSameValuesLeavesTheFileUnchanged() {
        byte[] model = model(MEAN);

        byte[] exchanged = OnnxGraph.read(model).with(Map.of("norm/mean", MEAN, "norm/variance", VARIANCE));

        assertThat(exchanged).isEqualTo(model).isNotSameAs(model);
    }

    @Test
    void replacingValuesGivesTheFileWrittenWithThem() {
        float[] other = {-3, 0.25f};

        assertThat(OnnxGraph.read(model(MEAN)).with(Map.of("norm/mean", other))).isEqualTo(model(other));
    }

    @Test
    void initializersThatAreMissingOrHaveAnotherLengthAreRefused() {
        assertThatThrownBy(() -> OnnxGraph.read(model(MEAN)).with(Map.of("other/mean", MEAN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other/mean");
        assertThatThrownBy(() -> OnnxGraph.read(model(MEAN)).with(Map.of("norm/mean", new float[3])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 3 floats");
    }

    @Test
    void aFileThatIsNotOnnxIsRefused() {
        byte[] cut = Arrays.copyOf(model(MEAN), 100);

        assertThatThrownBy(() -> OnnxGraph.read(cut)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMatrixIsReadByRowsAndMustHaveTwoDimensions() {
        OnnxGraph file = OnnxGraph.read(TinyOnnx.linear(8, new float[][] {{1, 2, 3}, {4, 5, 6}}, 0, 0, 0));
        String weights = file.producer(LoadedModel.LOGITS).orElseThrow().getInput(1);

        OnnxGraph.Matrix matrix = file.matrix(weights).orElseThrow();

        assertThat(matrix.rows()).isEqualTo(2);
        assertThat(matrix.columns()).isEqualTo(3);
        assertThat(matrix.at(1, 0)).isEqualTo(4);
        assertThat(OnnxGraph.read(model(MEAN)).matrix("norm/mean")).isEmpty();
        assertThat(file.matrix("nothing")).isEmpty();
    }

    private static byte[] model(float[] mean) {
        return TinyOnnx.normed(8, mean, VARIANCE, new float[][] {{1, 0}, {0, 1}}, 0, 0);
    }
}
