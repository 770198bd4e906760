package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.PseudoLabelSettings;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.Target;
import io.wellstream.trainer.labels.Prediction;
import io.wellstream.trainer.labels.Predictions;
import io.wellstream.trainer.plan.Examples.Example;
import io.wellstream.wire.keys.RunId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TransductiveExamplesTest {
    private final SmallScreen screen = new SmallScreen()
            .treatments("HUVEC-01", "t0", "t1", "t2")
            .controls("HUVEC-01", "c0")
            .treatments("HUVEC-02", "t0", "t1", "t2")
            .controls("HUVEC-02", "c0", "unknown");

    @Test
    void wellsOfTheTestAreTrainedOnWithPredictedLabelsAndEvaluatedWithTheirOwn() {
        RunPlan plan = plan(labelled(), predictions("HUVEC-02/1/B02=2:0.9", "HUVEC-02/1/B03=1:0.6"));

        assertThat(of(plan.examples().training(), "HUVEC-02"))
                .containsExactly("HUVEC-02/1/B02=2", "HUVEC-02/1/B02=2", "HUVEC-02/1/B03=1", "HUVEC-02/1/B03=1");
        assertThat(of(plan.examples().test(), "HUVEC-02"))
                .containsExactly(
                        "HUVEC-02/1/B02=0",
                        "HUVEC-02/1/B02=0",
                        "HUVEC-02/1/B03=1",
                        "HUVEC-02/1/B03=1",
                        "HUVEC-02/1/B04=2",
                        "HUVEC-02/1/B04=2");
        assertThat(plan.transduction().getExperimentsList()).singleElement().satisfies(one -> {
            assertThat(one.getExperiment()).isEqualTo("HUVEC-02");
            assertThat(one.getPseudoLabelled()).isEqualTo(2);
            assertThat(one.getPredicted()).isEqualTo(2);
            assertThat(one.getLowest()).isEqualTo(0.6);
            assertThat(one.getHighest()).isEqualTo(0.9);
            assertThat(one.getMean()).isEqualTo(0.75);
        });
        assertThat(plan.warnings())
                .contains("pseudo-labels are transductive: 2 wells of test experiments were trained on with labels that"
                        + " model teacher predicted (HUVEC-02: 2 of 2, probabilities 0.600 to 0.900, mean 0.750)");
    }

    /** The labels of the metadata are other ones in the second screen; the batches of training are the same. */
    @Test
    void theTrueLabelsOfTheTestChangeNoTrainingBatch() {
        SmallScreen other = new SmallScreen()
                .treatments("HUVEC-01", "t0", "t1", "t2")
                .controls("HUVEC-01", "c0")
                .treatments("HUVEC-02", "t1", "t2", "t0")
                .controls("HUVEC-02", "c0", "unknown");
        Predictions predictions = predictions("HUVEC-02/1/B02=2:0.9", "HUVEC-02/1/B03=1:0.6");
        RunPlan plan = plan(labelled(), predictions);
        RunPlan same = RunPlan.of(new RunId("run-1"), plan.specification(), other.data(), Optional.of(predictions));

        for (long position = 0; position < plan.steps(); position++) {
            assertThat(same.request(same.at(position), 1)).isEqualTo(plan.request(plan.at(position), 1));
        }
    }

    @Test
    void aRunWithoutPredictedLabelsIsPlannedAsBefore() {
        RunPlan plan = screen.plan(settings());

        assertThat(of(plan.examples().training(), "HUVEC-02")).isEmpty();
        assertThat(plan.transduction().getExperimentsList()).isEmpty();
        assertThat(plan.warnings()).noneMatch(warning -> warning.contains("transductive"));
    }

    @Test
    void controlsOfTheTestAreTrainedOnIfAskedFor() {
        RunSpecification.Builder both = settings().setTarget(Target.TARGET_TREATMENT_AND_CONTROL);

        RunPlan without = screen.plan(both.clone());
        RunPlan with = screen.plan(both.clone().setTestControls(true));

        assertThat(without.examples().rationed()).hasSize(1);
        assertThat(of(without.examples().rationed().getFirst(), "HUVEC-02")).isEmpty();
        assertThat(of(with.examples().rationed().getFirst(), "HUVEC-02"))
                .containsExactly("HUVEC-02/1/C02=0", "HUVEC-02/1/C02=0");
        assertThat(with.examples().test()).isEqualTo(without.examples().test());
        assertThat(with.transduction().getExperiments(0).getControls()).isEqualTo(1);
        assertThat(with.warnings())
                .contains("test_controls is transductive: 1 control wells of test experiments were trained on"
                        + " (HUVEC-02: 1)");
    }

    @Test
    void aModelThatDoesNotFitIsRefused() {
        Predictions good = predictions("HUVEC-02/1/B02=2:0.9");

        refused(
                new Predictions(List.of("t0", "t1"), new TreeSet<>(), good.wells()),
                "expected a model of the same classes: this one has 2, the run has 3, and 2 are in both");
        refused(
                new Predictions(good.classes(), new TreeSet<>(List.of("HUVEC-02")), good.wells()),
                "expected a model that does not know the true labels of the run's test experiments: this one was trained or"
                        + " validated on [HUVEC-02]");
        refused(predictions("HUVEC-01/1/B02=2:0.9"), "this one did not predict [HUVEC-02]");
        refused(
                predictions("HUVEC-02/1/B02=2:0.25"),
                "pseudo_labels.min_probability is '0.3'; expected a value and a share that leave at least one of 1 wells; the"
                        + " most probable label has probability 0.25");
    }

    @Test
    void aValueThatCannotWorkIsRefusedWithItsKey() {
        refused(
                labelled(settings -> settings.setMinProbability(1)),
                "pseudo_labels.min_probability is '1.0'; expected more than 0 and less than 1");
        refused(labelled(settings -> settings.setMinProbability(0)), "pseudo_labels.min_probability is '0.0'");
        refused(
                labelled(settings -> settings.setShare(0)),
                "pseudo_labels.share is '0.0'; expected more than 0 and at most 1");
        refused(
                labelled(settings -> settings.setMostPerClass(-1)),
                "pseudo_labels.most_per_class is '-1'; expected 0 (no limit)");
        refused(
                labelled(PseudoLabelSettings.Builder::clearModel),
                "pseudo_labels.model is ''; expected the name of a published model");
        refused(
                labelled().setTarget(Target.TARGET_CELL_TYPE),
                "pseudo_labels.model is 'teacher'; expected no value, because the target is not treatment");
        refused(
                labelled().setTarget(Target.TARGET_CONTROL),
                "pseudo_labels.model is 'teacher'; expected no value, because the target");
        refused(
                labelled().setSplit(withoutTest()),
                "pseudo_labels.model is 'teacher'; expected no value, because the run asks for no test experiments");
        refused(
                labelled()
                        .setSplit(Split.newBuilder()
                                .setRandomSites(RandomSites.newBuilder().setDrawTest(-1))),
                "pseudo_labels.model is 'teacher'; expected no value, because the run asks for no test experiments");
        refused(
                settings().setTestControls(true),
                "test_controls is 'true'; expected false unless target is treatment+control");
    }

    private static Split withoutTest() {
        return Split.newBuilder()
                .setByExperiment(ByExperiment.newBuilder().setDrawTest(-1))
                .build();
    }

    private void refused(RunSpecification.Builder requested, String message) {
        assertThatThrownBy(() -> screen.plan(requested))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageStartingWith(message);
    }

    private void refused(Predictions predictions, String message) {
        assertThatThrownBy(() -> plan(labelled(), predictions))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageContaining(message);
    }

    private RunPlan plan(RunSpecification.Builder requested, Predictions predictions) {
        RunSpecification effective = EffectiveSpecification.of(
                requested.setDataset(SmallScreen.ID.name()).build());
        return RunPlan.of(new RunId("run-1"), effective, screen.data(), Optional.of(predictions));
    }

    private static RunSpecification.Builder settings() {
        return RunSpecification.newBuilder()
                .setBatchSize(4)
                .setEpochs(3)
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).addTest("HUVEC-02")));
    }

    private static RunSpecification.Builder labelled() {
        return labelled(settings -> settings);
    }

    private static RunSpecification.Builder labelled(UnaryOperator<PseudoLabelSettings.Builder> change) {
        return settings()
                .setPseudoLabels(change.apply(
                        PseudoLabelSettings.newBuilder().setModel("teacher").setShare(1)));
    }

    /** Written as WELL=LABEL:PROBABILITY, by a model of three classes. */
    private static Predictions predictions(String... predictions) {
        List<Prediction> wells = Arrays.stream(predictions)
                .map(text -> text.split("[=:]", -1))
                .map(parts -> new Prediction(
                        WellId.parse(parts[0]), Integer.parseInt(parts[1]), Double.parseDouble(parts[2])))
                .toList();
        return new Predictions(List.of("t0", "t1", "t2"), new TreeSet<>(List.of("HUVEC-01")), wells);
    }

    private static List<String> of(Collection<Example> examples, String experiment) {
        return examples.stream()
                .filter(example -> example.well().id().experiment().name().equals(experiment))
                .map(example -> example.well().id() + "=" + example.label())
                .toList();
    }
}
