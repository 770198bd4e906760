package io.wellstream.local.cli.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.ClassProbability;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.proto.v1.WellPrediction;
import org.junit.jupiter.api.Test;

class ExpectedAnswersTest {
    private static final PredictRequest REQUEST =
            PredictRequest.newBuilder().addWells(well("B03")).build();

    private final ExpectedAnswers answers = new ExpectedAnswers();

    ExpectedAnswersTest() {
        answers.add(answer("B03", "s1", 0.5f, 2));
        answers.add(answer("B04", "s2", 0.9f, 2));
    }

    @Test
    void theSameAnswerIsRightWhateverModelGaveIt() {
        PredictResponse.Builder other = answer("B03", "s1", 0.50001f, 2).toBuilder();
        other.getPredictionsBuilder(0).setRun("soak-7");

        assertThat(answers.wrong(REQUEST, other.build())).isEmpty();
    }

    @Test
    void anotherClassProbabilityWellOrNumberOfSitesIsWrong() {
        assertThat(answers.wrong(REQUEST, answer("B03", "s2", 0.5f, 2)))
                .contains("HUVEC-03/1/B03: s2 0.5000, 2 sites instead of HUVEC-03/1/B03: s1 0.5000, 2 sites");
        assertThat(answers.wrong(REQUEST, answer("B03", "s1", 0.51f, 2))).isPresent();
        assertThat(answers.wrong(REQUEST, answer("B04", "s1", 0.5f, 2))).isPresent();
        assertThat(answers.wrong(REQUEST, answer("B03", "s1", 0.5f, 1))).isPresent();
    }

    @Test
    void aMissingPredictionIsWrong() {
        assertThat(answers.wrong(REQUEST, PredictResponse.getDefaultInstance())).contains("0 wells instead of 1");
    }

    private static PredictResponse answer(String well, String label, float probability, int sites) {
        return PredictResponse.newBuilder()
                .addPredictions(WellPrediction.newBuilder()
                        .setWell(well(well))
                        .setSites(sites)
                        .addTop(ClassProbability.newBuilder().setLabel(label).setProbability(probability)))
                .build();
    }

    private static WellKey well(String position) {
        return WellKey.newBuilder()
                .setExperiment("HUVEC-03")
                .setPlate(1)
                .setWell(position)
                .build();
    }
}
