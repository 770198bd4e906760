package io.wellstream.scorer.predict;

import static io.wellstream.scorer.ScreenFixture.card;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ChannelLevels;
import io.wellstream.proto.v1.ControlImages;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.NearWell;
import io.wellstream.proto.v1.PlateReference;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.SiteEmbedding;
import io.wellstream.proto.v1.SitePlanes;
import io.wellstream.proto.v1.WellImages;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.TestPng;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.wire.keys.WellKeys;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PredictImagesTest {
    private static final float[][] BRIGHT_IS_B = {{-8, 8}, {0, 0}};

    private final ScreenFixture screen = new ScreenFixture();

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void imagesInTheRequestGetTheAnswerOfTheSameWellIngested() {
        WellId ingested = WellId.of("HUVEC-01", 1, "B03");
        screen.testWell(ingested, new int[] {100, 7}, new int[] {180, 9});
        screen.serve(screen.publish("m", card("HUVEC", "a", "b"), BRIGHT_IS_B, 4, -3));

        WellPrediction byId = predict(PredictRequest.newBuilder().addWells(WellKeys.of(ingested)));
        WellPrediction byImages = predict(request(well("mine", TestPng.site(100, 7), TestPng.site(180, 9))));

        assertThat(byImages.getProbabilitiesList()).isEqualTo(byId.getProbabilitiesList());
        assertThat(byImages.getTopList()).isEqualTo(byId.getTopList());
        assertThat(byImages.getSites()).isEqualTo(2);
        assertThat(byImages.getName()).isEqualTo("mine");
        assertThat(byImages.hasWell()).isFalse();
    }

    @Test
    void wellsOfOneRequestAreAnsweredInTheirOrderEvenIfTheyAreEqual() {
        screen.serve(screen.publish("m", card("", "a", "b"), BRIGHT_IS_B, 4, -3));
        WellImages dark = well("dark", TestPng.site(0, 0));
        WellImages bright = well("bright", TestPng.site(255, 0));

        List<WellPrediction> predictions = screen.scorer
                .predict(request(bright, dark, dark, bright).build(), Call.unlimited())
                .getPredictionsList();

        assertThat(predictions).extracting(WellPrediction::getName).containsExactly("bright", "dark", "dark", "bright");
        assertThat(predictions)
                .extracting(prediction -> prediction.getTop(0).getLabel())
                .containsExactly("b", "a", "a", "b");
    }

    @Test
    void aModelThatNormalisesByPlateNeedsThePlatesLevelsForImages() {
        ModelCard.Builder card = card("", "low", "high");
        card.getInputBuilder().setNormalization("plate");
        screen.serve(screen.publish("m", card, new float[][] {{-1, 1}, {0, 0}}, 0, 0));
        PredictRequest.Builder request = request(well("mine", TestPng.site(140, 40)));

        assertRefused(request, ScorerException.StatisticsUnknown.class, "plate.levels");
        request.setPlate(PlateReference.newBuilder()
                .addLevels(ChannelLevels.newBuilder().setMean(120).setSd(20))
                .addLevels(ChannelLevels.newBuilder().setMean(40).setSd(1)));

        assertThat(predict(request).getTop(0).getProbability())
                .isCloseTo((float) (1 / (1 + Math.exp(-2))), within(1e-4f));
        assertRefused(
                request.setPlate(PlateReference.newBuilder()
                        .addLevels(ChannelLevels.newBuilder().setMean(1))),
                ScorerException.InvalidRequest.class,
                "plate.levels");
    }

    @Test
    void aModelThatNormalisesByControlsNeedsEnoughOfTheirImages() {
        ModelCard.Builder card = card("", "low", "high");
        card.getInputBuilder().setNormalization("controls");
        screen.serve(screen.publish("m", card, new float[][] {{-1, 1}, {0, 0}}, 0, 0));
        PredictRequest.Builder request = request(well("mine", TestPng.site(140, 40)));

        assertRefused(request, ScorerException.StatisticsUnknown.class, "plate.controls");
        assertRefused(request.setPlate(controls(19)), ScorerException.StatisticsUnknown.class, "at least 20");

        // ten controls of 100 and ten of 140: mean 120, standard deviation 20
        assertThat(predict(request.setPlate(controls(20))).getTop(0).getProbability())
                .isCloseTo((float) (1 / (1 + Math.exp(-2))), within(1e-4f));
    }

    @Test
    void aBadImageIsNamedByItsFieldInTheRequest() {
        screen.serve(screen.publish("m", card("", "a", "b"), BRIGHT_IS_B, 0, 0));
        ByteString good = TestPng.grey(8, 1);

        assertImageRefused("images[0].sites[0]: 1 channels; the model requires 2", good);
        assertImageRefused("images[0].sites[0]: 3 channels; the model requires 2", good, good, good);
        assertImageRefused("channels[1]: 9x9 pixels; expected 8x8", good, TestPng.grey(9, 1));
        assertImageRefused(
                "channels[0]: 2049x2049 pixels; expected sides of at most 2048", TestPng.grey(2_049, 0), good);
        assertImageRefused("channels[1]", good, TestPng.colour(8));
        assertImageRefused("channels[0]: not a PNG", ByteString.copyFromUtf8("GIF89a, or so"), good);
        assertImageRefused("channels[0]: an empty file", ByteString.EMPTY, good);
        assertImageRefused("channels[1]: PNG is truncated", good, good.substring(0, good.size() - 8));
    }

    @Test
    void aRequestThatIsTooLargeIsRefused() {
        SitePlanes large = SitePlanes.newBuilder()
                .addChannels(ByteString.copyFrom(new byte[9 << 20]))
                .build();

        assertRefused(
                request(well("w", large), well("w", large)),
                ScorerException.TooLarge.class,
                "expected at most 16777216");
        assertRefused(
                PredictRequest.newBuilder()
                        .addAllImages(java.util.Collections.nCopies(65, well("w", TestPng.site(1, 1)))),
                ScorerException.InvalidRequest.class,
                "65 wells with images");
        assertRefused(request(well("w")), ScorerException.InvalidRequest.class, "0 sites");
        assertRefused(
                request(well("w", TestPng.site(1, 1))).addWells(WellKeys.of(WellId.of("HUVEC-01", 1, "B03"))),
                ScorerException.InvalidRequest.class,
                "wells and images");
    }

    @Test
    void embeddingsAreMeansOverTheSitesAndGiveTheNearestWells() {
        screen.serve(screen.publish("m", card("", "a", "b"), BRIGHT_IS_B, 0, 0));

        List<WellPrediction> predictions = screen.scorer
                .predict(
                        request(
                                        well("first", TestPng.site(255, 0), TestPng.site(153, 0)),
                                        well("second", TestPng.site(0, 255)),
                                        well("third", TestPng.site(255, 51)))
                                .setEmbedding(true)
                                .setSiteEmbeddings(true)
                                .setNearestWells(2)
                                .build(),
                        Call.unlimited())
                .getPredictionsList();

        assertThat(predictions.get(0).getEmbeddingList()).containsExactly(0.8f, 0f);
        assertThat(predictions.get(0).getSiteEmbeddingsList())
                .extracting(SiteEmbedding::getSite)
                .containsExactly(1, 2);
        assertThat(predictions.get(0).getSiteEmbeddings(0).getEmbeddingList()).containsExactly(1f, 0f);
        assertThat(predictions.get(0).getSiteEmbeddings(1).getEmbeddingList()).containsExactly(0.6f, 0f);
        assertThat(predictions.get(0).getNearestList())
                .extracting(NearWell::getName)
                .containsExactly("third", "second");
        assertThat(predictions.get(0).getNearest(1).getSimilarity()).isZero();
        assertThat(predictions.get(0).getNearest(0).getSimilarity())
                .isCloseTo((float) (1 / Math.sqrt(1.04)), within(1e-5f));
    }

    private static PlateReference.Builder controls(int treatments) {
        PlateReference.Builder plate = PlateReference.newBuilder();
        IntStream.range(0, treatments)
                .forEach(i -> plate.addControls(ControlImages.newBuilder()
                        .setLabel("control-" + i)
                        .addSites(TestPng.site(i % 2 == 0 ? 100 : 140, 40))));
        return plate;
    }

    private void assertImageRefused(String because, ByteString... channels) {
        SitePlanes site =
                SitePlanes.newBuilder().addAllChannels(List.of(channels)).build();
        assertThatThrownBy(() -> predict(request(well("mine", site))))
                .isInstanceOfAny(ScorerException.BadImage.class, ScorerException.InvalidRequest.class)
                .hasMessageContaining(because);
    }

    private void assertRefused(PredictRequest.Builder request, Class<? extends ScorerException> as, String because) {
        assertThatThrownBy(() -> predict(request)).isInstanceOf(as).hasMessageContaining(because);
    }

    private WellPrediction predict(PredictRequest.Builder request) {
        return screen.scorer
                .predict(request.setDataset("screen").setAllProbabilities(true).build(), Call.unlimited())
                .getPredictions(0);
    }

    private static PredictRequest.Builder request(WellImages... wells) {
        return PredictRequest.newBuilder().setDataset("screen").addAllImages(List.of(wells));
    }

    private static WellImages well(String name, SitePlanes... sites) {
        return WellImages.newBuilder()
                .setName(name)
                .setCellType("HUVEC")
                .addAllSites(List.of(sites))
                .build();
    }
}
