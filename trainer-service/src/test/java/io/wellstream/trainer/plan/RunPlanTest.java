package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.Target;
import io.wellstream.trainer.plan.Examples.Example;
import io.wellstream.wire.keys.WellKeys;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run's author asked for is done or refused with a reason, before any training. */
class RunPlanTest {
    private static final RunSpecification.Builder BATCH_OF_TWO =
            RunSpecification.newBuilder().setBatchSize(2);

    private final SmallScreen screen = new SmallScreen()
            .treatments("HUVEC-01", "a", "b")
            .treatments("HUVEC-02", "a", "b")
            .treatments("HUVEC-03", "a", "x", "y")
            .treatments("HUVEC-04", "x", "y");

    @Test
    void aValidationSetWithoutAnyClassOfTheTrainingIsRefused() {
        assertThatThrownBy(() -> screen.plan(named(List.of("HUVEC-04"), List.of("HUVEC-03"))))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("validation experiments [HUVEC-04] have no class in common with training: their labels are"
                        + " [x, y], the classes of the training experiments [HUVEC-01, HUVEC-02] are [a, b];"
                        + " expected at least one in common");
    }

    @Test
    void aTestSetWithoutAnyClassOfTheTrainingIsRefused() {
        assertThatThrownBy(() -> screen.plan(named(List.of("HUVEC-03"), List.of("HUVEC-04"))))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageStartingWith("test experiments [HUVEC-04] have no class in common with training");
    }

    @Test
    void aValidationSetThatSharesOnlySomeClassesSaysHowManyWellsItLacks() {
        RunPlan plan = screen.plan(named(List.of("HUVEC-03"), List.of("HUVEC-02")));

        assertThat(plan.examples().classes()).containsExactly("a", "b", "x", "y");

        RunPlan partly = new SmallScreen()
                .treatments("HUVEC-01", "a", "b")
                .treatments("HUVEC-03", "a", "x", "y")
                .plan(named(List.of("HUVEC-03"), List.of()));

        assertThat(partly.warnings())
                .contains(
                        "validation: 2 of 3 wells have a label that is not a class of the training; they count as wrong");
    }

    @Test
    void treatmentsAndControlsAreValidatedAndTestedOnTreatmentsAlone() {
        RunPlan plan = withControls().plan(treatmentsAndControls());

        assertThat(plan.examples().classes()).containsExactly("a", "b", "c1", "c2");
        assertThat(labels(plan, plan.examples().validation())).containsExactly("a", "a", "b", "b");
        assertThat(labels(plan, plan.examples().test())).containsExactly("a", "a", "b", "b");
        assertThat(plan.examples().answers().rows().of(false)).containsExactly(true, true, false, false);
        assertThat(plan.examples().rationed()).hasSize(2);
    }

    @Test
    void aRunRecordedByAnOlderVersionKeepsItsControlsInValidation() {
        RunSpecification older = older(treatmentsAndControls());

        RunPlan plan = withControls().recorded(older);

        assertThat(labels(plan, plan.examples().validation()))
                .containsExactly("a", "a", "b", "b", "c1", "c1", "c2", "c2");
        assertThat(plan.examples().answers().rows().of(false)).containsExactly(true, true, true, true);
    }

    @Test
    void controlsAreNeverHeldBackByRandomSites() {
        RunPlan plan = withControls()
                .plan(treatmentsAndControls()
                        .setSplit(Split.newBuilder()
                                .setRandomSites(RandomSites.newBuilder()
                                        .setValidationShare(0.5)
                                        .setDrawTest(-1))));

        assertThat(labels(plan, plan.examples().validation())).containsOnly("a", "b");
        assertThat(plan.examples().rationed().stream().mapToInt(List::size).sum())
                .isEqualTo(12);
    }

    @Test
    void anExcludedWellThatDoesNotExistIsRefused() {
        RunSpecification.Builder specification = named(List.of(), List.of())
                .addExcluded(WellKeys.of(WellId.of("HUVEC-01", 1, "B02")))
                .addExcluded(WellKeys.of(WellId.of("HUVEC-01", 1, "H11")))
                .addExcluded(WellKeys.of(WellId.of("HUVEC-09", 1, "B02")));

        assertThatThrownBy(() -> screen.plan(specification))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("excluded is 'HUVEC-01/1/H11, HUVEC-09/1/B02'; expected wells of data set small");
        assertThat(screen.recorded(older(specification))).isNotNull();
    }

    @Test
    void moreBatchesForAnUpdateThanAnEpochHasAreRefused() {
        RunSpecification.Builder specification =
                named(List.of(), List.of()).setBatchSize(4).setAccumulate(5);

        assertThatThrownBy(() -> screen.plan(specification))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("accumulate is '5'; expected at most 4, the batches of an epoch");
    }

    @Test
    void aBatchLargerThanAnEpochIsRefused() {
        RunSpecification.Builder specification = named(List.of(), List.of()).setBatchSize(19);

        assertThatThrownBy(() -> screen.plan(specification))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("batch_size is '19'; expected at most 18, the sites that an epoch trains on");
        assertThat(screen.recorded(older(specification)).batchesPerEpoch()).isEqualTo(1);
    }

    @Test
    void whatNeedsAValidationSetIsRefusedWithoutOne() {
        assertThatThrownBy(() -> screen.plan(named(List.of(), List.of()).setPatienceEpochs(3)))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage(
                        "patience_epochs is '3'; expected 0, because there is no validation set: HUVEC has 4 labelled"
                                + " experiments, and with fewer than 6 none is drawn; name validation experiments to have one");
        assertThatThrownBy(() -> screen.plan(named(List.of(), List.of()).setBestBy("validation-accuracy")))
                .hasMessageStartingWith(
                        "best_by is 'validation-accuracy'; expected validation-loss, because there is no"
                                + " validation set: HUVEC has 4");
        assertThat(screen.recorded(older(named(List.of(), List.of()).setPatienceEpochs(3))))
                .isNotNull();
    }

    @Test
    void aShareThatHoldsNoSiteBackIsRefused() {
        assertThatThrownBy(() -> screen.plan(random(RandomSites.newBuilder().setValidationShare(0.000_001))))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("split.random_sites.validation_share is '1.0E-6'; expected a share that holds back at least"
                        + " one of the 18 sites");
    }

    @Test
    void aMissingTestSetIsExplained() {
        assertThat(screen.plan(named(List.of(), List.of())).missing().test())
                .isEqualTo("HUVEC has 4 labelled experiments, and with fewer than 6 none is drawn;"
                        + " name test experiments to have one");
        assertThat(screen.plan(BATCH_OF_TWO
                                .clone()
                                .setSplit(Split.newBuilder()
                                        .setByExperiment(
                                                ByExperiment.newBuilder().setDrawTest(-1))))
                        .missing()
                        .test())
                .isEqualTo("the run asks for none");
        assertThat(screen.plan(named(List.of(), List.of("HUVEC-01"))).missing().test())
                .isEmpty();
        assertThat(screen.recorded(older(random(RandomSites.newBuilder().setValidationShare(0.3))))
                        .missing()
                        .test())
                .isEqualTo("random-sites had none when the run was recorded");
    }

    @Test
    void aCellTypeWithoutTestExperimentsIsNamedAmongTheWarnings() {
        SmallScreen two = new SmallScreen().treatments("U2OS-01", "a", "b");
        for (int i = 1; i <= 6; i++) {
            two.treatments("HUVEC-0" + i, "a", "b");
        }

        assertThat(two.plan(BATCH_OF_TWO.clone()).warnings())
                .contains(
                        "no test experiments of U2OS: U2OS has 1 labelled experiment, and with fewer than 6 none is drawn;"
                                + " name test experiments to have one");
    }

    @Test
    void randomSitesKeepTheTestExperimentsOfTheWholeExperimentSplitWithTheSameSeed() {
        SmallScreen eight = new SmallScreen();
        for (int i = 1; i <= 8; i++) {
            eight.treatments("HUVEC-0" + i, "a", "b");
        }

        RunPlan whole = eight.plan(BATCH_OF_TWO.clone());
        RunPlan random = eight.plan(random(RandomSites.newBuilder().setValidationShare(0.4)));

        assertThat(random.examples().split().test())
                .hasSize(1)
                .isEqualTo(whole.examples().split().test());
        assertThat(random.examples().split().training()).hasSize(7);
        assertThat(experiments(random.examples().training()))
                .doesNotContainAnyElementsOf(random.examples().split().test());
        assertThat(experiments(random.examples().validation()))
                .doesNotContainAnyElementsOf(random.examples().split().test());
        assertThat(experiments(random.examples().test()))
                .containsAll(random.examples().split().test());
        assertThat(random.warnings()).anyMatch(warning -> warning.startsWith("split random-sites leaks"));
    }

    @Test
    void theSplitHasItsOwnSeed() {
        SmallScreen many = new SmallScreen();
        for (int i = 1; i <= 9; i++) {
            many.treatments("HUVEC-0" + i, "a", "b");
        }

        RunPlan one = many.plan(BATCH_OF_TWO.clone().setSeed(1).setSplitSeed(7));
        RunPlan two = many.plan(BATCH_OF_TWO.clone().setSeed(2).setSplitSeed(7));

        assertThat(one.examples().split()).isEqualTo(two.examples().split());
        assertThat(one.examplesOf(one.at(0))).isNotEqualTo(two.examplesOf(two.at(0)));
        assertThat(many.recorded(older(BATCH_OF_TWO.clone().setSeed(5)))
                        .examples()
                        .split())
                .isEqualTo(many.plan(BATCH_OF_TWO.clone().setSeed(5)).examples().split());
    }

    private static SmallScreen withControls() {
        SmallScreen screen = new SmallScreen();
        for (int i = 1; i <= 3; i++) {
            screen.treatments("HUVEC-0" + i, "a", "b").controls("HUVEC-0" + i, "c1", "c2");
        }
        return screen;
    }

    private static RunSpecification.Builder treatmentsAndControls() {
        return named(List.of("HUVEC-02"), List.of("HUVEC-03")).setTarget(Target.TARGET_TREATMENT_AND_CONTROL);
    }

    private static RunSpecification.Builder named(List<String> validation, List<String> test) {
        return BATCH_OF_TWO
                .clone()
                .setSplit(Split.newBuilder()
                        .setByExperiment(ByExperiment.newBuilder()
                                .addAllValidation(validation)
                                .addAllTest(test)));
    }

    private static RunSpecification.Builder random(RandomSites.Builder split) {
        return BATCH_OF_TWO.clone().setSplit(Split.newBuilder().setRandomSites(split));
    }

    /** The record that a version without these settings made of a request. */
    static RunSpecification older(RunSpecification.Builder requested) {
        RunSpecification.Builder named = requested.clone();
        if (named.getDataset().isEmpty()) {
            named.setDataset(SmallScreen.ID.name());
        }
        RunSpecification.Builder record = EffectiveSpecification.of(named.build()).toBuilder()
                .clearBestBy()
                .clearPromotion()
                .clearPromote()
                .clearSplitSeed();
        if (record.getSplit().hasRandomSites()) {
            record.getSplitBuilder().getRandomSitesBuilder().clearDrawTest();
        }
        return record.build();
    }

    private static List<ExperimentId> experiments(Collection<Example> examples) {
        return examples.stream()
                .map(example -> example.well().id().experiment())
                .distinct()
                .toList();
    }

    private static List<String> labels(RunPlan plan, Collection<Example> examples) {
        return examples.stream()
                .map(Example::label)
                .map(label -> label == Batch.NO_LABEL
                        ? "none"
                        : plan.examples().classes().get(label))
                .toList();
    }
}
