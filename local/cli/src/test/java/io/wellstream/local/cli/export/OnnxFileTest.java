package io.wellstream.local.cli.export;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.local.cli.terminal.UserError;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OnnxFileTest {
    @Test
    void bytesThatAreNotAModelAreAnError() {
        assertThatThrownBy(() -> OnnxFile.read("no model".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("ONNX Runtime cannot open the model");
    }
}
