package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.trainer.plan.EvaluationBatch.Use;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which batches an evaluation has, and in which order. */
class EvaluationBatchTest {
    private static final String[] TREATMENTS =
            IntStream.range(0, 20).mapToObj(i -> "t" + i).toArray(String[]::new);
    private static final String[] CONTROLS =
            IntStream.range(0, 14).mapToObj(i -> "c" + i).toArray(String[]::new);

    private final SmallScreen screen = new SmallScreen()
            .treatments("HUVEC-01", TREATMENTS)
            .treatments("HUVEC-02", TREATMENTS)
            .controls("HUVEC-02", CONTROLS)
            .treatments("HUVEC-03", TREATMENTS)
            .controls("HUVEC-03", CONTROLS)
            .treatments("HUVEC-04", TREATMENTS);

    @Test
    void anExperimentsMeasuredBatchesComeBeforeItsEvaluatedOnes() {
        RunPlan plan = screen.plan(run().setAdaptation("adabn"));

        assertThat(uses(plan, 0, plan.validationBatches()))
                .as("40 treated and 28 control sites make a batch of 64; two experiments, 16 sites a batch")
                .containsExactly(
                        Use.MEASURED,
                        Use.ADAPTED,
                        Use.ADAPTED,
                        Use.ADAPTED,
                        Use.MEASURED,
                        Use.ADAPTED,
                        Use.ADAPTED,
                        Use.ADAPTED);
        List<Example> measured = evaluated(plan, 4).examples();
        assertThat(measured)
                .hasSize(64)
                .allMatch(example -> example.label() == Batch.NO_LABEL
                        && example.well().id().experiment().name().equals("HUVEC-03"));
        assertThat(measured).filteredOn(example -> example.well().isControl()).hasSize(32);
        assertThat(plan.request(new PlannedBatch(Phase.PHASE_VALIDATE, 0, 4), 1).getSamplesList())
                .hasSize(64)
                .allMatch(sample -> sample.getLabel() == Batch.NO_LABEL);
        assertThat(evaluatedSites(plan)).isEqualTo(evaluatedSites(screen.plan(run())));
    }

    @Test
    void anExperimentWithoutControlsIsEvaluatedAsTrainedAndTheCardSaysWhy() {
        RunPlan plan = screen.plan(run().setAdaptation("adabn"));

        assertThat(uses(plan, plan.validationBatches(), plan.testBatches()))
                .containsOnly(Use.AS_TRAINED)
                .hasSize(3);
        assertThat(plan.warnings())
                .anyMatch(warning -> warning.startsWith("adaptation adabn is transductive"))
                .contains(
                        "experiment HUVEC-04 was evaluated without adaptation: it has 40 sites of the kind that the model"
                                + " was trained on, and at least 64 are needed");
    }

    @Test
    void withoutAdaptationBatchesAreFilledAcrossExperiments() {
        RunPlan plan = screen.plan(run());

        assertThat(uses(plan, 0, plan.validationBatches()))
                .containsOnly(Use.AS_TRAINED)
                .hasSize(5);
        assertThat(plan.warnings()).noneMatch(warning -> warning.contains("adabn"));
    }

    @Test
    void noneIsTheDefaultAndAbsentAndOthersAreRefused() {
        RunSpecification none = EffectiveSpecification.of(
                run().setDataset("demo").setAdaptation("none").build());

        assertThat(none.getAdaptation()).isEmpty();
        assertThat(none)
                .isEqualTo(EffectiveSpecification.of(run().setDataset("demo").build()));
        assertThat(EffectiveSpecification.writtenOut(none).getAdaptation()).isEqualTo("none");
        assertThatThrownBy(() -> screen.plan(run().setAdaptation("tent")))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("adaptation is 'tent'; expected one of none, adabn");
        SmallScreen ofSixChannels = new SmallScreen(6);
        for (int i = 1; i <= 4; i++) {
            ofSixChannels.treatments("HUVEC-0" + i, TREATMENTS);
        }
        assertThatThrownBy(() -> ofSixChannels.plan(run().setAdaptation("adabn").setImageSide(1_024)))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageStartingWith("adaptation is 'adabn'; expected none, because no more than 5 images");
    }

    private static RunSpecification.Builder run() {
        return RunSpecification.newBuilder()
                .setBatchSize(16)
                .setSplit(Split.newBuilder()
                        .setByExperiment(ByExperiment.newBuilder()
                                .addValidation("HUVEC-02")
                                .addValidation("HUVEC-03")
                                .addTest("HUVEC-04")));
    }

    private static List<Use> uses(RunPlan plan, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(index -> evaluated(plan, index).use())
                .toList();
    }

    private static EvaluationBatch evaluated(RunPlan plan, int index) {
        return plan.evaluated(new PlannedBatch(Phase.PHASE_VALIDATE, 0, index));
    }

    private static List<Example> evaluatedSites(RunPlan plan) {
        List<Example> sites = new ArrayList<>();
        for (int index = 0; index < plan.validationBatches(); index++) {
            if (evaluated(plan, index).use() != Use.MEASURED) {
                sites.addAll(evaluated(plan, index).examples());
            }
        }
        return sites;
    }
}
