package io.wellstream.scorer.model;

import static io.wellstream.scorer.ScreenFixture.card;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.NearTreatment;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.TinyOnnx;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.wire.keys.WellKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NearestTreatmentsTest {
    private static final WellId B03 = WellId.of("HUVEC-01", 1, "B03");

    /** [channel][class]; minus the mean over the classes, (1, 2), the directions are (3, 0), (-1, 4) and (-2, -4). */
    private static final float[][] WEIGHTS = {{4, 0, -1}, {2, 6, -2}};

    private final ScreenFixture screen = new ScreenFixture();

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void treatmentsAreNearByTheCosineOfTheirDirections() {
        screen.testWell(B03, new int[] {255, 0});
        screen.serve(screen.publish("m", card("HUVEC", "a", "b", "c"), WEIGHTS, 0, 0, 0));

        WellPrediction prediction = predict(3);

        assertThat(prediction.getNearestTreatmentsList())
                .extracting(NearTreatment::getLabel)
                .containsExactly("a", "b", "c");
        assertThat(prediction.getNearestTreatments(0).getSimilarity()).isCloseTo(1, within(1e-6f));
        assertThat(prediction.getNearestTreatments(1).getSimilarity())
                .isCloseTo((float) (-1 / Math.sqrt(17)), within(1e-6f));
        assertThat(prediction.getNearestTreatments(2).getSimilarity())
                .isCloseTo((float) (-2 / Math.sqrt(20)), within(1e-6f));
    }

    @Test
    void weightsThatAllClassesShareChangeNothing() {
        screen.testWell(B03, new int[] {255, 51});
        screen.publish("plain", card("HUVEC", "a", "b", "c"), WEIGHTS, 0, 0, 0);
        float[][] shifted = {{104, 100, 99}, {-48, -44, -52}};
        screen.publish("shifted", card("HUVEC", "a", "b", "c"), shifted, 0, 0, 0);

        WellPrediction plain = predict("plain", 3);
        WellPrediction other = predict("shifted", 3);

        for (int i = 0; i < 3; i++) {
            assertThat(other.getNearestTreatments(i).getLabel())
                    .isEqualTo(plain.getNearestTreatments(i).getLabel());
            assertThat(other.getNearestTreatments(i).getSimilarity())
                    .isCloseTo(plain.getNearestTreatments(i).getSimilarity(), within(1e-5f));
        }
    }

    @Test
    void onlyClassesThatAreAllowedInTheRowAreListedUpToTheNumberAskedFor() {
        screen.testWell(B03, new int[] {255, 0});
        screen.control(WellId.of("HUVEC-01", 1, "B04"), "a", new int[] {1, 1});
        screen.publish(
                "both", card("HUVEC", "a", "b", "c").setTarget(Target.TARGET_TREATMENT_AND_CONTROL), WEIGHTS, 0, 0, 0);

        assertThat(predict("both", 100).getNearestTreatmentsList())
                .extracting(NearTreatment::getLabel)
                .containsExactly("b", "c");
        assertThat(predict("both", 1).getNearestTreatmentsList()).hasSize(1);
    }

    @Test
    void withoutTheOptionNoneAreListed() {
        screen.testWell(B03, new int[] {255, 0});
        screen.serve(screen.publish("m", card("HUVEC", "a", "b", "c"), WEIGHTS, 0, 0, 0));

        assertThat(predict(0).getNearestTreatmentsList()).isEmpty();
        assertThatThrownBy(() -> predict(-1))
                .isInstanceOf(ScorerException.InvalidRequest.class)
                .hasMessageContaining("nearest_treatments -1");
    }

    @Test
    void aNetworkWithAnotherLastLayerHasNoDirections() {
        assertThat(ClassDirections.of(OnnxGraph.read(new byte[0]))).isEmpty();
        assertThat(ClassDirections.of(OnnxGraph.read(TinyOnnx.linear(8, WEIGHTS, 0, 0, 0))))
                .hasValueSatisfying(
                        directions -> assertThat(directions.classes()).isEqualTo(3));
    }

    private WellPrediction predict(int nearest) {
        return predict("", nearest);
    }

    private WellPrediction predict(String run, int nearest) {
        PredictRequest request = PredictRequest.newBuilder()
                .setDataset("screen")
                .setRun(run)
                .addWells(WellKeys.of(B03))
                .setNearestTreatments(nearest)
                .build();
        return screen.scorer.predict(request, Call.unlimited()).getPredictions(0);
    }
}
