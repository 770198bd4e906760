package io.wellstream.scorer.predict;

import static io.wellstream.scorer.ScreenFixture.card;
import static io.wellstream.scorer.ScreenFixture.noWeights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ClassProbability;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.WellKeys;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PredictTest {
    private static final WellId B03 = WellId.of("HUVEC-01", 1, "B03");
    private static final WellId B04 = WellId.of("HUVEC-01", 1, "B04");
    private static final WellId RPE = WellId.of("RPE-01", 1, "C05");

    private final ScreenFixture screen = new ScreenFixture();

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void logitsOfTheSitesBecomeTheWellsProbabilities() {
        float[][] weights = {{4, 0}, {0, 4}};
        screen.testWell(B03, new int[] {255, 0}, new int[] {204, 51});
        screen.serve(screen.publish("first", card("HUVEC", "a", "b").setTemperature(2), weights, 0, 1));

        WellPrediction prediction = predict(request(B03).setAllProbabilities(true));

        // logits: site 1 (4, 1), site 2 (3.2, 1.8); at temperature 2 the mean log-odds are ((4 - 1) + (3.2 - 1.8)) / 2
        // / 2
        double a = 1 / (1 + Math.exp(-(3 + 1.4) / 4));
        assertThat(prediction.getProbabilitiesList()).hasSize(2);
        assertThat(prediction.getProbabilities(0)).isCloseTo((float) a, within(1e-5f));
        assertThat(prediction.getTopList())
                .extracting(ClassProbability::getLabel)
                .containsExactly("a", "b");
        assertThat(prediction.getSites()).isEqualTo(2);
        assertThat(prediction.getRun()).isEqualTo("first");
    }

    @Test
    void plateNormalisationUsesAllKnownWellsOfThePlate() {
        screen.testWell(B03, new int[] {100, 40});
        screen.testWell(B04, new int[] {140, 40});
        ModelCard.Builder card = card("HUVEC", "low", "high");
        card.getInputBuilder().setNormalization("plate");
        screen.serve(screen.publish("plate", card, new float[][] {{-1, 1}, {0, 0}}, 0, 0));

        // the plate's mean is 120 and its standard deviation 20: the wells are at -1 and +1
        assertThat(predict(request(B03)).getTop(0).getLabel()).isEqualTo("low");
        WellPrediction high = predict(request(B04));
        assertThat(high.getTop(0).getLabel()).isEqualTo("high");
        assertThat(high.getTop(0).getProbability()).isCloseTo((float) (1 / (1 + Math.exp(-2))), within(1e-4f));
    }

    @Test
    void wellsAreAnsweredInTheOrderOfTheRequestEachByItsCellTypesModel() {
        screen.testWell(B03, new int[] {1, 1});
        screen.testWell(B04, new int[] {2, 2});
        screen.testWell(RPE, new int[] {3, 3});
        screen.serve(screen.publish("huvec", card("HUVEC", "a", "b"), noWeights(2), 1, 0));
        screen.serve(screen.publish("all", card("", "a", "b"), noWeights(2), 0, 1));

        List<WellPrediction> predictions = screen.scorer
                .predict(request(RPE, B04, B03, RPE).build(), Call.unlimited())
                .getPredictionsList();

        assertThat(predictions).extracting(WellPrediction::getRun).containsExactly("all", "huvec", "huvec", "all");
        assertThat(predictions)
                .extracting(WellPrediction::getWell)
                .containsExactly(WellKeys.of(RPE), WellKeys.of(B04), WellKeys.of(B03), WellKeys.of(RPE));
    }

    @Test
    void wellsOfSeveralChunksAreAllAnswered() {
        List<WellId> wells = IntStream.rangeClosed(1, 48)
                .boxed()
                .flatMap(column -> IntStream.range(0, 2)
                        .mapToObj(plate -> WellId.of(
                                "HUVEC-01", plate + 1, String.format(java.util.Locale.ROOT, "B%02d", column))))
                .toList();
        wells.forEach(well -> screen.testWell(well, new int[] {well.position().column(), 0}, new int[] {
            well.position().column(), 0
        }));
        screen.serve(screen.publish("mean", card("HUVEC", "a", "b"), new float[][] {{255, 0}, {0, 0}}, 0, 24.5f));

        List<WellPrediction> predictions = screen.scorer
                .predict(request(wells.toArray(WellId[]::new)).build(), Call.unlimited())
                .getPredictionsList();

        for (int i = 0; i < wells.size(); i++) {
            assertThat(predictions.get(i).getTop(0).getLabel())
                    .isEqualTo(wells.get(i).position().column() > 24 ? "a" : "b");
        }
    }

    @Test
    void aModelOfTreatmentsAndControlsPredictsOnlyClassesThatAreAllowedInTheRow() {
        screen.testWell(B03, new int[] {1, 1});
        screen.control(B04, "control", new int[] {1, 1});
        ModelCard.Builder card = card("HUVEC", "control", "x", "y").setTarget(Target.TARGET_TREATMENT_AND_CONTROL);
        screen.serve(screen.publish("both", card, noWeights(3), 2, 1, 0));

        List<WellPrediction> predictions = screen.scorer
                .predict(
                        request(B03, B04)
                                .setTarget(Target.TARGET_TREATMENT_AND_CONTROL)
                                .build(),
                        Call.unlimited())
                .getPredictionsList();

        assertThat(predictions.get(0).getTopList())
                .extracting(ClassProbability::getLabel)
                .containsExactly("x", "y");
        assertThat(predictions.get(1).getTop(0).getProbability()).isEqualTo(1);
    }

    @Test
    void aRunThatIsNotServedAnswersWhenNamed() {
        screen.testWell(B03, new int[] {1, 1});
        screen.serve(screen.publish("served", card("HUVEC", "a", "b"), noWeights(2), 1, 0));
        screen.publish("other", card("HUVEC", "a", "b"), noWeights(2), 0, 1);

        assertThat(predict(request(B03).setRun("other")).getTop(0).getLabel()).isEqualTo("b");
    }

    @Test
    void unknownWellsDataSetsAndModelsAreNamed() {
        screen.testWell(B03, new int[] {1, 1});

        assertRefused(request(B04), ScorerException.UnknownWell.class, "HUVEC-01/1/B04");
        assertRefused(request(B03).setDataset("nothing"), ScorerException.UnknownDataset.class, "'nothing'");
        assertRefused(request(B03), ScorerException.UnknownModel.class, "cell type HUVEC");
        assertRefused(request(B03).setRun("none"), ScorerException.UnknownModel.class, "'none'");
    }

    @Test
    void invalidFieldsAreRefused() {
        assertRefused(request(), ScorerException.InvalidRequest.class, "0 wells");
        assertRefused(
                PredictRequest.newBuilder()
                        .setDataset("screen")
                        .addAllWells(java.util.Collections.nCopies(1_001, WellKeys.of(B03))),
                ScorerException.InvalidRequest.class,
                "1001 wells");
        assertRefused(
                request(B03)
                        .addWells(WellKey.newBuilder()
                                .setExperiment("X")
                                .setPlate(1)
                                .setWell("3B")),
                ScorerException.InvalidRequest.class,
                "wells[1]");
        assertRefused(request(B03).setDataset("No Name"), ScorerException.InvalidRequest.class, "dataset");
        assertRefused(request(B03).setTopK(-1), ScorerException.InvalidRequest.class, "top_k");
        assertRefused(request(B03).setTargetValue(99), ScorerException.InvalidRequest.class, "target");
        assertRefused(request(B03).setSiteRuleValue(99), ScorerException.InvalidRequest.class, "site_rule");
    }

    @Test
    void damagedObjectsAreNotScored() {
        screen.testWell(B03, new int[] {1, 1});
        screen.serve(screen.publish("served", card("HUVEC", "a", "b"), noWeights(2), 1, 0));

        screen.store.corrupt(ObjectKeys.site(ScreenFixture.SCREEN, new SiteId(B03, 1)), new byte[10]);
        assertRefused(request(B03), ScorerException.ObjectDamaged.class, "HUVEC-01/1/B03/s1.six");
        assertRefused(request(B03), ScorerException.ObjectDamaged.class, "wellstream ingest --verify");
        screen.store.goDown();
        assertRefused(request(B03), ScorerException.StoreDown.class, "store");
    }

    @Test
    void aModelThatDoesNotMatchItsCardOrThisScorerIsRefused() {
        screen.testWell(B03, new int[] {1, 1});
        ModelCard.Builder newer = card("HUVEC", "a", "b");
        newer.getInputBuilder().setKernelVersion(999);
        screen.publish("newer", newer, noWeights(2), 1, 0);
        screen.publish("three", card("HUVEC", "a", "b", "c"), noWeights(2), 1, 0);
        ModelCard.Builder vague = card("HUVEC", "a", "b");
        vague.getInputBuilder().setNormalization("magic");
        screen.publish("vague", vague, noWeights(2), 1, 0);

        assertRefused(request(B03).setRun("newer"), ScorerException.ModelUnusable.class, "kernel version 999");
        assertRefused(request(B03).setRun("three"), ScorerException.ModelUnusable.class, "logits");
        assertRefused(request(B03).setRun("vague"), ScorerException.ModelUnusable.class, "magic");
    }

    @Test
    void aCallWhoseCallerNoLongerWaitsEnds() {
        screen.testWell(B03, new int[] {1, 1});
        screen.serve(screen.publish("served", card("HUVEC", "a", "b"), noWeights(2), 1, 0));
        PredictRequest request = request(B03).build();

        assertThatThrownBy(() -> screen.scorer.predict(request, new Call(() -> true, () -> false)))
                .isInstanceOf(ScorerException.Cancelled.class);
        assertThatThrownBy(() -> screen.scorer.predict(request, new Call(() -> false, () -> true)))
                .isInstanceOf(ScorerException.Expired.class);
    }

    private WellPrediction predict(PredictRequest.Builder request) {
        return screen.scorer.predict(request.build(), Call.unlimited()).getPredictions(0);
    }

    private void assertRefused(PredictRequest.Builder request, Class<? extends ScorerException> as, String because) {
        assertThatThrownBy(() -> screen.scorer.predict(request.build(), Call.unlimited()))
                .isInstanceOf(as)
                .hasMessageContaining(because);
    }

    private static PredictRequest.Builder request(WellId... wells) {
        PredictRequest.Builder request = PredictRequest.newBuilder().setDataset("screen");
        for (WellId well : wells) {
            request.addWells(WellKeys.of(well));
        }
        return request;
    }
}
