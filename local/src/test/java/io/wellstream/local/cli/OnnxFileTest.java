package io.wellstream.local.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OnnxFileTest {
    @Test
    void bytesThatAreNoModelAreAnErrorAndNotAFile() {
        assertThatThrownBy(() -> OnnxFile.read("no model".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("ONNX Runtime does not open the model");
    }
}
