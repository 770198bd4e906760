package io.wellstream.local.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.InputDescription;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelDescriptionTest {
    @ParameterizedTest
    @CsvSource({
        "false, 8-bit, rounded to whole grey levels, 255, Round to whole grey levels",
        "true, 16-bit, not rounded, 65535, Do not round",
    })
    void thePreparationIsThatOfTheSitesDepth(
            boolean sixteen, String images, String rounded, int most, String corrected) {
        ModelCard card = ModelCard.newBuilder()
                .setScreen(ScreenDescription.newBuilder().setSixteenBitSites(sixteen))
                .setSpecification(RunSpecification.newBuilder().setAugmentation("recommended"))
                .setInput(InputDescription.newBuilder()
                        .setSide(64)
                        .setNormalization("unit")
                        .setIllumination("plate"))
                .build();

        ModelDescription description =
                ModelDescription.of(card, new OnnxFile(13, List.of(), List.of()), "m.onnx", "00");

        assertThat(description.preparation())
                .contains("A sample is one site: " + images
                        + " grey images of equal size, one per channel, in the order of `channels`.")
                .contains("Resize each to 64 x 64 pixels, as the mean over the area that a pixel covers, " + rounded
                        + "; do not crop.")
                .contains("Then divide by " + most + ".")
                .anyMatch(step -> step.startsWith("Divide each by the illumination function of its plate and channel")
                        && step.contains(corrected));
    }
}
