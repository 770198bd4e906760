package io.wellstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FloatsTest {
    @Test
    void listsAndArraysHoldTheSameValues() {
        assertThat(Floats.array(List.of(1f, -0.5f))).containsExactly(1f, -0.5f);
        assertThat(Floats.list(new float[] {1f, -0.5f})).containsExactly(1f, -0.5f);
        assertThat(Floats.list(new double[] {0.1, 2})).containsExactly(0.1f, 2f);
    }

    @Test
    void bytesAreLeastSignificantFirst() {
        assertThat(Floats.littleEndian(new float[] {1f, -2f})).containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0);
    }
}
