package io.wellstream.scorer.predict;

import static io.wellstream.scorer.ScreenFixture.card;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ChannelLevels;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.PlateReference;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.SitePlanes;
import io.wellstream.proto.v1.WellImages;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.TestPng;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.wire.keys.WellKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Wells of 16-bit sites, named by id or given as images. */
class PredictSixteenBitsTest {
    private static final WellId B03 = WellId.of("HUVEC-01", 1, "B03");
    private static final WellId B04 = WellId.of("HUVEC-01", 1, "B04");
    private static final float[][] BRIGHT_IS_HIGH = {{-1, 1}, {0, 0}};

    private final ScreenFixture screen = new ScreenFixture();

    @AfterEach
    void close() {
        screen.close();
    }

    /** The wells differ by 4 of 65,536 levels, on top of what a camera adds. */
    @Test
    void wellsAreNormalisedByThePlateInTheirTrueLevels() {
        screen.useSixteenBits();
        screen.testWell(B03, new int[] {32_900, 100});
        screen.testWell(B04, new int[] {32_904, 100});
        serve("plate");

        assertThat(predict(byId(B03)).getTop(0).getLabel()).isEqualTo("low");
        WellPrediction high = predict(byId(B04));
        // the plate's mean is 32,902 and its standard deviation 2: the wells are at -1 and +1
        assertThat(high.getTop(0).getProbability()).isCloseTo((float) (1 / (1 + Math.exp(-2))), within(1e-3f));
    }

    @Test
    void imagesInTheRequestGetTheAnswerOfTheSameWellIngested() {
        screen.useSixteenBits();
        screen.testWell(B03, new int[] {32_900, 100});
        screen.testWell(B04, new int[] {32_904, 100});
        serve("plate");
        PlateReference plate = PlateReference.newBuilder()
                .addLevels(ChannelLevels.newBuilder().setMean(32_902).setSd(2))
                .addLevels(ChannelLevels.newBuilder().setMean(100).setSd(0))
                .build();

        WellPrediction byImages = predict(images(TestPng.deepSite(32_904, 100)).setPlate(plate));

        assertThat(byImages.getProbabilitiesList()).isEqualTo(predict(byId(B04)).getProbabilitiesList());
    }

    @Test
    void imagesOfAnotherDepthThanTheModelsAreRefused() {
        serve("unit");

        assertThatThrownBy(() -> predict(images(TestPng.site(200, 100))))
                .isInstanceOf(ScorerException.BadImage.class)
                .hasMessageContaining("found an 8-bit grey PNG; expected 16-bit grey");
        assertThatThrownBy(() -> predict(images(SitePlanes.getDefaultInstance())))
                .isInstanceOf(ScorerException.InvalidRequest.class)
                .hasMessageContaining("one 16-bit grey PNG each");
    }

    @Test
    void sitesOfAnotherDepthThanTheModelsAreRefused() {
        screen.testWell(B03, new int[] {200, 100});
        serve("unit");

        assertThatThrownBy(() -> predict(byId(B03)))
                .isInstanceOf(ScorerException.ModelUnusable.class)
                .hasMessageContaining("has 8-bit grey levels and the model requires 16-bit ones");
    }

    private void serve(String normalization) {
        ModelCard.Builder card = card("HUVEC", "low", "high");
        card.getInputBuilder().setNormalization(normalization).setKernelVersion(Batch.SIXTEEN_BIT_KERNEL_VERSION);
        screen.serve(screen.publish("sixteenBit", card, BRIGHT_IS_HIGH, 0, 0));
    }

    private static PredictRequest.Builder byId(WellId well) {
        return PredictRequest.newBuilder().addWells(WellKeys.of(well));
    }

    private static PredictRequest.Builder images(SitePlanes site) {
        return PredictRequest.newBuilder()
                .addImages(WellImages.newBuilder()
                        .setName("mine")
                        .setCellType("HUVEC")
                        .addSites(site));
    }

    private WellPrediction predict(PredictRequest.Builder request) {
        return screen.scorer
                .predict(request.setDataset("screen").setAllProbabilities(true).build(), Call.unlimited())
                .getPredictions(0);
    }
}
