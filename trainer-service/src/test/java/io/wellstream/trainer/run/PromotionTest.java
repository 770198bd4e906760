package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.PromotionDecision;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.RollbackRequest;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Serving;
import io.wellstream.proto.v1.Split;
import io.wellstream.trainer.promotion.RefusedPromotionException;
import io.wellstream.trainer.promotion.ServedModels;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.RunId;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class PromotionTest {
    private final TrainingWorld world = new TrainingWorld(8);

    @Test
    void theFirstModelIsPromoted() throws Exception {
        RunFinished finished = train("first", PromotionTest::wrong, auto());

        assertThat(finished.getPromotion().getPromoted()).isTrue();
        assertThat(finished.getPromotion().getReason()).isEqualTo("no model was served before");
        assertThat(served()).isEqualTo("first");
    }

    @Test
    void aWorseModelIsNotPromotedAndItsRunAndItsCardSayBothFigures() throws Exception {
        train("good", PromotionTest::right, auto());

        RunFinished worse = train("worse", PromotionTest::mostlyRight, auto());

        PromotionDecision decision = worse.getPromotion();
        assertThat(decision.getPromoted()).isFalse();
        assertThat(decision.getSet()).isEqualTo("test");
        assertThat(decision.getMetric()).isEqualTo("accuracy");
        assertThat(decision.getValue()).isBetween(0.6, 0.7);
        assertThat(decision.getServedValue()).isEqualTo(1);
        assertThat(decision.getReason())
                .matches(
                        "its accuracy on the test experiment HUVEC-0\\d is 0.6667 \\(6 wells; chance 0.3333; 95 % interval"
                                + " 0.3000–0.9032\\), lower than the 1.0000 of run good");
        assertThat(world.card().getPromotion()).isEqualTo(decision);
        assertThat(served()).isEqualTo("good");
        assertThat(world.sent(Topics.MODELS)).hasSize(2);
    }

    @Test
    void aBetterModelIsPromotedAndAnEquallyGoodOneIsNot() throws Exception {
        train("worse", PromotionTest::mostlyRight, auto());

        assertThat(train("equal", PromotionTest::mostlyRight, auto())
                        .getPromotion()
                        .getReason())
                .contains("is 0.6667 (6 wells;")
                .endsWith("), equal to the 0.6667 of run worse");
        assertThat(served()).isEqualTo("worse");
        assertThat(train("good", PromotionTest::right, auto()).getPromotion().getPromoted())
                .isTrue();
        assertThat(served()).isEqualTo("good");
    }

    @Test
    void withoutCommonTestExperimentsValidationDecidesAndWithoutCommonExperimentsNothingIsPromoted() throws Exception {
        RunSpecification.Builder split = auto();
        split.getSplitBuilder()
                .getByExperimentBuilder()
                .addValidation("HUVEC-02")
                .setDrawTest(-1);
        train("worse", PromotionTest::mostlyRight, split);

        PromotionDecision better = train("better", PromotionTest::right, split).getPromotion();
        split.getSplitBuilder().getByExperimentBuilder().clearValidation().addValidation("HUVEC-03");
        PromotionDecision other = train("other", PromotionTest::right, split).getPromotion();

        assertThat(better.getSet()).isEqualTo("validation");
        assertThat(better.getPromoted()).isTrue();
        assertThat(other.getPromoted()).isFalse();
        assertThat(other.getReason())
                .isEqualTo("it has no test or validation set in common with run better, which is served,"
                        + " so the two cannot be compared");
        assertThat(served()).isEqualTo("better");
    }

    @Test
    void aDivergedModelIsNeverPromoted() throws Exception {
        world.engine = new AnsweringEngine(PromotionTest::right, 22.5);

        PromotionDecision decision =
                train("diverged", auto().setPromotion("always")).getPromotion();

        assertThat(decision.getPromoted()).isFalse();
        assertThat(decision.getReason()).startsWith("training diverged: its last training loss is 22.5000");
        assertThat(world.sent(Topics.SERVING)).isEmpty();
    }

    @Test
    void aModelThatAnswersOneClassIsNeverPromoted() throws Exception {
        RunFinished finished = train("collapsed", PromotionTest::oneClass, auto().setPromotion("always"));

        assertThat(finished.getPromotion().getPromoted()).isFalse();
        assertThat(finished.getPromotion().getReason()).isEqualTo("it answers 't1' for each of the 6 validation wells");
        assertThat(world.card().getUnfit()).isEqualTo(finished.getPromotion().getReason());
        assertThat(world.sent(Topics.SERVING)).isEmpty();
    }

    @Test
    void aModelWithALeakingSplitIsNeverPromoted() throws Exception {
        RunFinished finished = train(
                "leaking",
                PromotionTest::right,
                auto().setSplit(Split.newBuilder()
                        .setRandomSites(RandomSites.newBuilder().setValidationShare(0.3))));

        assertThat(finished.getPromotion().getPromoted()).isFalse();
        assertThat(finished.getPromotion().getReason()).startsWith("its split leaks");
        assertThat(world.sent(Topics.SERVING)).isEmpty();
    }

    @Test
    void alwaysPromotesAWorseModelAndNeverPromotesNone() throws Exception {
        train("unserved", PromotionTest::right, auto().setPromotion("never"));
        assertThat(world.sent(Topics.SERVING)).isEmpty();
        train("good", PromotionTest::right, auto());

        PromotionDecision forced = train("worse", PromotionTest::mostlyRight, auto().setPromotion("always"))
                .getPromotion();
        train("best", PromotionTest::right, auto().setPromotion("never"));

        assertThat(forced.getReason())
                .startsWith("the run was requested with promotion always; its accuracy on the test experiment")
                .contains("is 0.6667 (6 wells;")
                .endsWith("), lower than the 1.0000 of run good");
        assertThat(served()).isEqualTo("worse");
    }

    @Test
    void aRunRecordedBeforeThereWerePoliciesIsPromotedAsItSays() throws Exception {
        world.engine = new AnsweringEngine(PromotionTest::right);
        RunSpecification old = TrainingWorld.run(auto().build()).getSpecification().toBuilder()
                .clearPromotion()
                .clearPromote()
                .build();
        var unserved = TrainingWorld.run(auto().build()).toBuilder()
                .setRun("old-1")
                .setSpecification(old)
                .build();
        var served = unserved.toBuilder().setRun("old-2");
        served.getSpecificationBuilder().setPromote(true);

        world.trainer("t1", unserved).trainNext();
        assertThat(world.sent(Topics.SERVING)).isEmpty();
        world.trainer("t1", served.build()).trainNext();

        assertThat(served()).isEqualTo("old-2");
    }

    @Test
    void anUnreadableCardOfTheServedModelDoesNotFailTheRun() throws Exception {
        RunFinished first = train("first", PromotionTest::wrong, auto());
        world.store.delete(List.of(ObjectKey.of(first.getCard())));

        PromotionDecision decision =
                train("second", PromotionTest::right, auto()).getPromotion();

        assertThat(decision.getPromoted()).isFalse();
        assertThat(decision.getReason()).startsWith("the card of the served model cannot be read");
    }

    @Test
    void aModelIsPromotedOnRequestAndRepeatedRollbacksGoFurtherBack() throws Exception {
        train("a", PromotionTest::mostlyRight, auto());
        train("b", PromotionTest::right, auto());
        train("c", PromotionTest::wrong, auto());
        ServedModels models = world.servedModels();

        Serving promoted = models.promote(new RunId("c"), false, "ada").orElseThrow();
        assertThat(models.promote(new RunId("c"), false, "bob")).contains(promoted);

        assertThat(promoted.getBy()).isEqualTo("ada");
        assertThat(promoted.getReason()).isEqualTo("promote");
        assertThat(served()).isEqualTo("c");
        assertThat(models.rollback(RollbackRequest.getDefaultInstance(), "ada").getRun())
                .isEqualTo("b");
        assertThat(world.servedModels()
                        .rollback(RollbackRequest.getDefaultInstance(), "ada")
                        .getRun())
                .isEqualTo("a");
        assertThatThrownBy(() -> models.rollback(RollbackRequest.getDefaultInstance(), "ada"))
                .isInstanceOf(RefusedPromotionException.class)
                .hasMessage("no model is recorded as served before run 'a' for small/HUVEC/treatment");
        assertThat(models.promote(new RunId("c"), false, "ada").orElseThrow().getEarlierList())
                .extracting(earlier -> earlier.getRun())
                .containsExactly("a");
        assertThat(models.promote(new RunId("no-such-run"), false, "ada")).isEmpty();
        assertThatThrownBy(() -> models.rollback(
                        RollbackRequest.newBuilder().setDataset("other").build(), "ada"))
                .hasMessage("no such model is served");
    }

    @Test
    void anUnfitModelIsPromotedOnlyByForce() throws Exception {
        train("good", PromotionTest::right, auto());
        train("collapsed", PromotionTest::oneClass, auto());
        ServedModels models = world.servedModels();

        assertThatThrownBy(() -> models.promote(new RunId("collapsed"), false, "ada"))
                .isInstanceOf(RefusedPromotionException.class)
                .hasMessageContaining("it answers 't1' for each of the 6 validation wells");
        assertThat(served()).isEqualTo("good");
        assertThat(models.promote(new RunId("collapsed"), true, "ada")).isPresent();
        assertThat(served()).isEqualTo("collapsed");
    }

    @Test
    void everyChangeHasOneLineInTheAuditLog() throws Exception {
        AuditLines audit = new AuditLines();
        try {
            train("a", PromotionTest::mostlyRight, auto());
            train("b", PromotionTest::wrong, auto());
            ServedModels models = world.servedModels();
            models.promote(new RunId("b"), false, "eve\nserving changed by=ada");
            models.promote(new RunId("b"), false, "ada");
            models.rollback(RollbackRequest.getDefaultInstance(), "ada");
        } finally {
            audit.close();
        }

        assertThat(audit.lines)
                .containsExactly(
                        "serving changed by=run a, attempt 1 action=published model=small/HUVEC/treatment before=none"
                                + " after=a detail=no model was served before",
                        "serving changed by=eve?serving changed by=ada action=promote model=small/HUVEC/treatment"
                                + " before=a after=b detail=",
                        "serving changed by=ada action=rollback model=small/HUVEC/treatment before=b after=a detail=");
    }

    private static int right(int label) {
        return label;
    }

    private static int wrong(int label) {
        return label + 1;
    }

    private static int mostlyRight(int label) {
        return label == 0 ? 1 : label;
    }

    private static int oneClass(int label) {
        return 1;
    }

    private static RunSpecification.Builder auto() {
        return TrainingWorld.specification().clearPromote();
    }

    private RunFinished train(String run, IntUnaryOperator answer, RunSpecification.Builder specification)
            throws Exception {
        world.engine = new AnsweringEngine(answer);
        return train(run, specification);
    }

    private RunFinished train(String run, RunSpecification.Builder specification) throws Exception {
        world.trainer(
                        "t1",
                        TrainingWorld.run(specification.build()).toBuilder()
                                .setRun(run)
                                .build())
                .trainNext();
        return world.last(run).orElseThrow().getFinished();
    }

    private String served() {
        return world.sent(Topics.SERVING).getLast().getRun();
    }
}
