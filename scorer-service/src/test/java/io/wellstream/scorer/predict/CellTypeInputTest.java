package io.wellstream.scorer.predict;

import static io.wellstream.scorer.ScreenFixture.card;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.WellImages;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.TestPng;
import io.wellstream.scorer.TinyOnnx;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.wire.keys.WellKeys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A model of all cell types that answers "a" for HUVEC and "b" for U2OS, whatever the images show. */
class CellTypeInputTest {
    private final ScreenFixture screen = new ScreenFixture();

    CellTypeInputTest() {
        byte[] onnx = TinyOnnx.ofCellTypes(ScreenFixture.SIDE, ScreenFixture.CHANNELS, new float[][] {{5, 0}, {0, 5}});
        screen.serve(screen.publish(
                "all", card("", "a", "b").addCellTypes("HUVEC").addCellTypes("U2OS"), Map.of("model.onnx", onnx)));
    }

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void wellsOfOneCallAreEachScoredWithTheirOwnCellType() {
        WellId huvec = WellId.of("HUVEC-01", 1, "B03");
        WellId u2os = WellId.of("U2OS-01", 1, "B03");
        screen.testWell(huvec, new int[] {1, 1});
        screen.testWell(u2os, new int[] {1, 1});

        List<WellPrediction> predictions =
                predict(PredictRequest.newBuilder().addWells(WellKeys.of(u2os)).addWells(WellKeys.of(huvec)));

        assertThat(predictions)
                .extracting(prediction -> prediction.getTop(0).getLabel())
                .containsExactly("b", "a");
    }

    @Test
    void imagesInTheRequestMustNameTheirCellType() {
        assertThat(predict(images("U2OS")).getFirst().getTop(0).getLabel()).isEqualTo("b");
        assertThat(predict(images("HUVEC")).getFirst().getTop(0).getLabel()).isEqualTo("a");
        assertThatThrownBy(() -> predict(images("")))
                .isInstanceOf(ScorerException.ModelUnusable.class)
                .hasMessage(
                        "model 'screen/all' reads the cell type of a well, and was trained on [HUVEC, U2OS]; name one of"
                                + " them with the images (cell_type)");
    }

    @Test
    void aCellTypeThatTheModelWasNotTrainedOnIsRefused() {
        WellId well = WellId.of("RPE-01", 1, "B03");
        screen.testWell(well, new int[] {1, 1});

        assertThatThrownBy(() -> predict(PredictRequest.newBuilder().addWells(WellKeys.of(well))))
                .isInstanceOf(ScorerException.ModelUnusable.class)
                .hasMessageEndingWith("it cannot score cell type 'RPE'");
    }

    private static PredictRequest.Builder images(String cellType) {
        return PredictRequest.newBuilder()
                .addImages(WellImages.newBuilder()
                        .setName("mine")
                        .setCellType(cellType)
                        .addSites(TestPng.site(1, 1)));
    }

    private List<WellPrediction> predict(PredictRequest.Builder request) {
        return screen.scorer
                .predict(request.setDataset("screen").build(), Call.unlimited())
                .getPredictionsList();
    }
}
