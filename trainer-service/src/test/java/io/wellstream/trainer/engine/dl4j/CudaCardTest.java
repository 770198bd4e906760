package io.wellstream.trainer.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.trainer.engine.UnusableDeviceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CudaCardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "3.7, Tesla K80, 470.82.01",
                "7.5, Tesla T4, 535.104.05",
                "8.6, NVIDIA A10, 550.54.15",
                "8.9, NVIDIA L4, 570.86.10"
            })
    void cardsThatTheLibraryHasCodeForAreAccepted(String line) {
        assertThatCode(() -> CudaCard.parse(line).check()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9.0, NVIDIA H100 80GB HBM3, 570.86.10",
                "10.0, NVIDIA B200, 570.86.10",
                "12.0, NVIDIA GeForce RTX 5090, 570.86.10",
                "3.5, Tesla K40m, 470.82.01"
            })
    void otherCardsAreRefusedInOneLineThatNamesThem(String line) {
        CudaCard card = CudaCard.parse(line);

        assertThatThrownBy(card::check)
                .isInstanceOf(UnusableDeviceException.class)
                .hasMessageContaining(card.name())
                .hasMessageContaining("compute capability " + card.major() + "." + card.minor())
                .hasMessageContaining("3.7 to 8.9")
                .hasMessageNotContaining("\n");
    }

    @Test
    void anOldDriverIsRefused() {
        assertThatThrownBy(() -> CudaCard.parse("7.0, Tesla V100, 418.87.01").check())
                .isInstanceOf(UnusableDeviceException.class)
                .hasMessageContaining("418.87.01");
    }

    @Test
    void anAnswerThatDoesNotDescribeACardIsRefused() {
        assertThatThrownBy(() -> CudaCard.parse("NVIDIA-SMI has failed because it couldn't communicate"))
                .isInstanceOf(UnusableDeviceException.class);
    }

    @Test
    void thisBuildIsForTheCpu() {
        assertThat(CudaCard.isRequired()).isFalse();
    }
}
