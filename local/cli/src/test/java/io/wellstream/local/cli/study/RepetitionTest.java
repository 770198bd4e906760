package io.wellstream.local.cli.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.RunResumption;
import io.wellstream.proto.v1.RunSpecification;
import org.junit.jupiter.api.Test;

class RepetitionTest {
    private static final ModelCard CARD = ModelCard.newBuilder()
            .setRun("huvec-1")
            .setSpecification(RunSpecification.newBuilder()
                    .setDataset("d")
                    .setSeed(7)
                    .setPromote(true)
                    .setPromotion("always")
                    .setEngine("any"))
            .setParametersSha256(ByteString.fromHex("00112233445566778899"))
            .setManifestSha256(ByteString.fromHex("aa"))
            .setEngine("torch")
            .setEnvironment("libtorch 2.10, 1 thread")
            .setSteps(100)
            .setBitExact(true)
            .build();

    @Test
    void theRunHasTheCardsSettingsAndEngineAndIsNotServed() {
        RunSpecification again = new Repetition(CARD).specification();

        assertThat(again)
                .isEqualTo(RunSpecification.newBuilder()
                        .setDataset("d")
                        .setSeed(7)
                        .setPromotion("never")
                        .setEngine("torch")
                        .build());
    }

    @Test
    void equalParametersAreSaidToBeEqual() {
        Repetition repetition = new Repetition(CARD);
        ModelCard repeated = CARD.toBuilder().setRun("huvec-1-again").build();

        assertThat(repetition.isRepeatedBy(repeated)).isTrue();
        assertThat(repetition.verdict(repeated))
                .singleElement()
                .asString()
                .contains("are equal, bit for bit", "0011223344556677");
    }

    @Test
    void otherParametersAreExplainedByWhatDiffers() {
        Repetition repetition = new Repetition(CARD);
        ModelCard repeated = CARD.toBuilder()
                .setParametersSha256(ByteString.fromHex("ff"))
                .setManifestSha256(ByteString.fromHex("bb"))
                .setEnvironment("libtorch 2.10, 2 threads")
                .build();

        assertThat(repetition.isRepeatedBy(repeated)).isFalse();
        assertThat(String.join("\n", repetition.verdict(repeated)))
                .contains(
                        "is not repeated",
                        "The data differ",
                        "The environment differs: libtorch 2.10, 1 thread, and now libtorch 2.10, 2 threads.")
                .doesNotContain("published steps", "code");
    }

    @Test
    void aRunThatWasContinuedWithOtherSettingsIsRefused() {
        ModelCard continued = CARD.toBuilder()
                .addResumptions(RunResumption.newBuilder().addChanges("epochs: 30 -> 60"))
                .build();

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> new Repetition(continued).specification())
                .withMessageContaining("epochs: 30 -> 60");
    }

    @Test
    void aStepChosenByRequestIsRefused() {
        ModelCard chosen = CARD.toBuilder().setChosenBy("request").build();

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> new Repetition(chosen).specification())
                .withMessageContaining("step 100");
    }
}
