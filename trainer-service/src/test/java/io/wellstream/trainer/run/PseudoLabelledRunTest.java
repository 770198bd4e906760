package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.MixingSettings;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.PseudoLabelSettings;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.StartSettings;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.TransductiveExperiment;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.promotion.ModelCards;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.RunId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that are trained on test wells with the labels of another run's model, on the real engines. */
class PseudoLabelledRunTest {
    private static final String TEACHER = "teacher";

    private final TrainingWorld world = new TrainingWorld(3);

    private void aModelIsPublished(EngineName engine) throws InterruptedException {
        world.engine = TinyTraining.engine(engine);
        request(TEACHER, specification(engine));
        assertThat(world.trainer("t1").trainNext()).isTrue();
        assertThat(record(TEACHER).hasFinished()).isTrue();
    }

    @Test
    void theRecordAndTheCardSayWhichWellsWereUsedAndMarkTheAccuracies() throws InterruptedException {
        aModelIsPublished(EngineName.TORCH);

        request("student", labelled(EngineName.TORCH));
        world.trainer("t1").trainNext();

        RunRecord started = world.sent(Topics.RUNS).stream()
                .filter(record -> record.getRun().equals("student") && record.hasStarted())
                .findFirst()
                .orElseThrow();
        ModelCard card = card("student");
        assertThat(started.getStarted().getTransduction()).isEqualTo(card.getTransduction());
        assertThat(record("student").getFinished().getTransduction()).isEqualTo(card.getTransduction());
        assertThat(card.getTransduction().getModel()).isEqualTo(TEACHER);
        assertThat(card.getTransduction().getPredictionsSha256())
                .isEqualTo(card.getSpecification()
                        .getPseudoLabels()
                        .getPredictions()
                        .getSha256());
        TransductiveExperiment used = card.getTransduction().getExperiments(0);
        assertThat(used.getExperiment()).isEqualTo("HUVEC-03");
        assertThat(used.getPredicted()).isEqualTo(6);
        assertThat(used.getPseudoLabelled()).isEqualTo(3);
        assertThat(used.getHighest()).isBetween(used.getMean(), 1.0);
        assertThat(card.getWarningsList()).anyMatch(warning -> warning.startsWith("pseudo-labels are transductive: 3"));
        assertThat(card.getTrainingExperimentsList()).doesNotContain("HUVEC-03");
        assertThat(card.getMetricsList())
                .filteredOn(metric -> metric.getSet().equals("test"))
                .isNotEmpty()
                .allMatch(metric -> metric.getTransductive());
        assertThat(card(TEACHER).hasTransduction()).isFalse();
        assertThat(card(TEACHER).getMetricsList()).noneMatch(metric -> metric.getTransductive());
    }

    @Test
    void aRunThatBeginsWithSuchAModelIsMarkedToo() throws InterruptedException {
        aModelIsPublished(EngineName.TORCH);
        request("student", labelled(EngineName.TORCH));
        world.trainer("t1").trainNext();

        request(
                "tuned",
                specification(EngineName.TORCH)
                        .setSeed(9)
                        .setStartFrom(StartSettings.newBuilder().setModel("student")));
        world.trainer("t1").trainNext();

        assertThat(card("tuned").getTransduction().getExperiments(0).getBeganWith())
                .isEqualTo("student");
        assertThat(card("tuned").getMetricsList())
                .filteredOn(metric -> metric.getSet().equals("test"))
                .isNotEmpty()
                .allMatch(metric -> metric.getTransductive());
    }

    @Test
    void aTransductiveAccuracyIsNotComparedWithAnother() throws InterruptedException {
        aModelIsPublished(EngineName.TORCH);

        request("student", labelled(EngineName.TORCH).clearPromote().setPromotion("auto"));
        world.trainer("t1").trainNext();

        assertThat(record("student").getFinished().getPromotion().getPromoted()).isFalse();
        assertThat(record("student").getFinished().getPromotion().getReason())
                .startsWith(
                        "transductive accuracies are not compared, and it has no other test or validation set in common with run"
                                + " teacher");
    }

    @Test
    void wellsOfTheScreensTestPartGetLabelsIfTheModelPredictedThem() throws InterruptedException {
        for (int well = 0; well < 6; well++) {
            world.wells.add(TestWells.well("HUVEC-09", "B%02d".formatted(well + 3), "").toBuilder()
                    .setSubset(Subset.SUBSET_TEST)
                    .setTruth("t" + well % 3)
                    .build());
        }
        world.engine = TinyTraining.engine(EngineName.TORCH);
        request("without", specification(EngineName.TORCH));
        world.trainer("t1").trainNext();
        request(TEACHER, specification(EngineName.TORCH).setPredictTestPart(true));
        world.trainer("t1").trainNext();

        request("student", labelled(EngineName.TORCH));
        world.trainer("t1").trainNext();

        assertThat(record(TEACHER).getFinished().getParametersSha256())
                .isEqualTo(record("without").getFinished().getParametersSha256());
        assertThat(card("student").getTransduction().getExperimentsList())
                .extracting(TransductiveExperiment::getExperiment, TransductiveExperiment::getPseudoLabelled)
                .containsExactly(tuple("HUVEC-03", 3), tuple("HUVEC-09", 3));
    }

    /** With CutMix, a moving average and predicted labels, all on. */
    @ParameterizedTest
    @CsvSource({"TORCH, 3", "TORCH, 9", "DL4J, 4"})
    void aKilledAndResumedRunEndsInTheSameParameters(EngineName engine, int writes) throws Exception {
        aModelIsPublished(engine);
        request("undisturbed", labelled(engine));
        world.trainer("t1").trainNext();
        request("run-1", labelled(engine));

        assertThatThrownBy(() -> world.trainer("killed", new DyingStore(world.store, writes))
                        .trainNext())
                .isInstanceOf(DyingStore.Killed.class);
        RunFinished resumed = RunSchedulerTest.finishAfterTheKill(world, record("run-1"));

        assertThat(resumed.getParametersSha256())
                .isEqualTo(record("undisturbed").getFinished().getParametersSha256())
                .isNotEqualTo(record(TEACHER).getFinished().getParametersSha256());
        assertThat(ModelCards.parse(world.store.get(resumed.getCard())).getTransduction())
                .isEqualTo(card("undisturbed").getTransduction());
    }

    @Test
    void modelsThatDoNotFitAreRefusedBeforeTheRunIsRequested() throws InterruptedException {
        aModelIsPublished(EngineName.TORCH);
        request(
                "without-test",
                specification(EngineName.TORCH)
                        .setSplit(Split.newBuilder()
                                .setByExperiment(ByExperiment.newBuilder()
                                        .setDrawValidation(-1)
                                        .setDrawTest(-1))));
        world.trainer("t1").trainNext();

        refused(labelled("other"), "pseudo_labels.model is 'other'; expected a published model: one of small/teacher");
        refused(
                labelled("without-test"),
                "pseudo_labels.model is 'without-test'; expected a model with stored predictions of test wells");
        refused(
                labelled(TEACHER)
                        .setSplit(Split.newBuilder()
                                .setByExperiment(ByExperiment.newBuilder()
                                        .setDrawValidation(-1)
                                        .addTest("HUVEC-02"))),
                "pseudo_labels.model is 'teacher'; expected a model that does not know the true labels of the run's test"
                        + " experiments: this one was trained or validated on [HUVEC-02]; give both runs the same split");
        refused(
                labelled(TEACHER)
                        .setSplit(Split.newBuilder()
                                .setByExperiment(ByExperiment.newBuilder().setDrawValidation(-1))),
                "pseudo_labels.model is 'teacher'; expected no value, because the run has no test experiments, and the model did not"
                        + " predict the screen's test part");
        refused(
                labelled(TEACHER).setCellType(""),
                "pseudo_labels.model is 'teacher'; expected a model of all cell types; this one is of HUVEC");
        RunSpecification.Builder sure = labelled(TEACHER);
        sure.getPseudoLabelsBuilder().setMinProbability(0.9999999);
        refused(
                sure,
                "pseudo_labels.min_probability is '0.9999999'; expected a value and a share that leave at least one");
    }

    private static RunSpecification.Builder specification(EngineName engine) {
        return TrainingWorld.specification()
                .setImageSide(32)
                .setEpochs(2)
                .setEngine(engine == EngineName.TORCH ? "torch" : "dl4j")
                .setNetwork(NetworkSettings.newBuilder().setWidth(4).setDropout(0.3))
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).addTest("HUVEC-03")));
    }

    private static RunSpecification.Builder labelled(EngineName engine) {
        return specification(engine)
                .setCutmix(MixingSettings.newBuilder().setProbability(0.5))
                .setEmaDecay(0.9)
                .setPseudoLabels(PseudoLabelSettings.newBuilder()
                        .setModel(TEACHER)
                        .setMinProbability(0.01)
                        .setShare(0.5)
                        .setMostPerClass(0));
    }

    private static RunSpecification.Builder labelled(String model) {
        RunSpecification.Builder run = labelled(EngineName.TORCH);
        run.getPseudoLabelsBuilder().setModel(model);
        return run;
    }

    private void request(String name, RunSpecification.Builder specification) {
        var unused = world.registry().request(new RunId(name), specification.build(), false);
    }

    private void refused(RunSpecification.Builder specification, String message) {
        assertThatThrownBy(() -> request("refused", specification))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageStartingWith(message);
    }

    private ModelCard card(String run) {
        return ModelCards.parse(world.store.get(record(run).getFinished().getCard()));
    }

    private RunRecord record(String run) {
        return world.last(run).orElseThrow();
    }
}
