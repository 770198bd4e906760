package io.wellstream.scorer.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import org.junit.jupiter.api.Test;

class DeviceTest {
    @Test
    void aBuildForCpusRefusesCudaAndSaysWhatToDo() {
        assumeFalse(OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA), "skipped: a build for cards");

        assertThatThrownBy(Device.CUDA::require)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("-Pcuda")
                .hasMessageContaining("wellstream.scorer.device");
        assertThatCode(Device.CPU::require).doesNotThrowAnyException();
    }
}
