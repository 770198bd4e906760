package io.wellstream.local.cli.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.PromotionDecision;
import io.wellstream.proto.v1.ServedBefore;
import io.wellstream.proto.v1.Serving;
import io.wellstream.proto.v1.Target;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServingSummaryTest {
    private static final Serving SERVING = Serving.newBuilder()
            .setDataset("demo")
            .setCellType("HUVEC")
            .setTarget(Target.TARGET_TREATMENT)
            .setRun("huvec-2")
            .addEarlier(ServedBefore.newBuilder().setRun("huvec-1"))
            .build();
    private static final ModelPublished MODEL = ModelPublished.newBuilder()
            .setDataset("demo")
            .setCellType("HUVEC")
            .setTarget(Target.TARGET_TREATMENT)
            .setRun("huvec-2")
            .build();

    @Test
    void aModelThatIsNotServedSaysWhyAndHowToServeItAllTheSame() {
        PromotionDecision decision = PromotionDecision.newBuilder()
                .setReason("its accuracy on the test experiments HUVEC-07, HUVEC-08 is 0.7000, lower than the 0.7500 of"
                        + " run huvec-1")
                .build();

        assertThat(ServingSummary.decided("huvec-2", decision, ""))
                .containsExactly(
                        "Not served: its accuracy on the test experiments HUVEC-07, HUVEC-08 is 0.7000, lower than the"
                                + " 0.7500 of run huvec-1",
                        "To serve it all the same: ./wellstream promote huvec-2");
        assertThat(ServingSummary.decided("huvec-2", decision, "it answers 't1' for each of the 6 validation wells"))
                .last()
                .asString()
                .endsWith("promote huvec-2 --force");
    }

    @Test
    void aServedModelSaysWhyAndOlderTrainersSayNothing() {
        PromotionDecision decision = PromotionDecision.newBuilder()
                .setPromoted(true)
                .setReason("no model was served before")
                .build();

        assertThat(ServingSummary.decided("huvec-1", decision, ""))
                .containsExactly("Served from now on: no model was served before");
        assertThat(ServingSummary.decided("huvec-1", PromotionDecision.getDefaultInstance(), ""))
                .isEmpty();
    }

    @Test
    void aChangeSaysWhatIsServedAndWhatWasBefore() {
        assertThat(ServingSummary.now(SERVING))
                .isEqualTo("Served now for demo, HUVEC: the model of run huvec-2; before it: huvec-1");
        assertThat(ServingSummary.now(
                        SERVING.toBuilder().clearEarlier().setCellType("").build()))
                .isEqualTo("Served now for demo, all cell types: the model of run huvec-2");
    }

    @Test
    void aModelIsListedWithItsAccuraciesAndWhetherItIsServed() {
        ModelCard card = ModelCard.newBuilder()
                .addMetrics(Metric.newBuilder()
                        .setSet("test")
                        .setName("accuracy")
                        .setValue(0.8125)
                        .setN(160)
                        .setExperiments(2)
                        .setChance(0.25)
                        .setLow(0.5)
                        .setHigh(1))
                .build();

        assertThat(ServingSummary.model(MODEL, card, Optional.of(SERVING)))
                .matches("huvec-2 +demo, HUVEC +treatment +served +test: 81.25 % of 160 wells in 2 experiments;"
                        + " chance 25.00 %; 95 % interval 50.0–100.0 %; validation: none");
        assertThat(ServingSummary.model(
                        MODEL, card.toBuilder().setUnfit("its split leaks").build(), Optional.empty()))
                .matches("huvec-2 +demo, HUVEC +treatment +test: 81.25 % .*; validation: none; unfit: its split leaks");
    }
}
