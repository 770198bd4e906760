package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectiveSpecificationTest {
    private static final RunSpecification BLANK =
            RunSpecification.newBuilder().setDataset("demo").build();

    @Test
    void blanksBecomeDefaultsInTheRecord() {
        RunSpecification run = EffectiveSpecification.of(BLANK);

        assertThat(run.getTarget()).isEqualTo(Target.TARGET_TREATMENT);
        assertThat(run.getSplit().hasByExperiment()).isTrue();
        assertThat(run.getNetwork().getName()).isEqualTo("stacked-resnet");
        assertThat(run.getNetwork().getDropout()).isNegative();
        assertThat(run.getNormalization()).isEqualTo("sample");
        assertThat(run.getAugmentation()).isEqualTo("recommended");
        assertThat(run.getLearningRate().getSchedule()).isEqualTo("warmup-cosine");
        assertThat(run.getLearningRate().getBase()).isPositive();
        assertThat(run.getBatchSize()).isEqualTo(32);
        assertThat(run.getSeed()).isEqualTo(1);
    }

    @Test
    void completingACompleteSpecificationChangesNothing() {
        RunSpecification once = EffectiveSpecification.of(BLANK);

        assertThat(EffectiveSpecification.of(once)).isEqualTo(once);
    }

    @Test
    void theEngineOfOlderRecordsStaysBlankAndOthersAreNamed() {
        RunSpecification blank = EffectiveSpecification.of(BLANK);
        RunSpecification named = EffectiveSpecification.of(
                BLANK.toBuilder().setEngine("dl4j").setPrecision("float32").build());
        RunSpecification torch = EffectiveSpecification.of(
                BLANK.toBuilder().setEngine("torch").setPrecision("bf16").build());

        assertThat(blank.getEngine()).isEmpty();
        assertThat(named).as("a record of dl4j, which older versions read too").isEqualTo(blank);
        assertThat(torch.getEngine()).isEqualTo("torch");
        assertThat(torch.getPrecision()).isEqualTo("bf16");
        assertThat(EffectiveSpecification.of(torch)).isEqualTo(torch);
    }

    @Test
    void anEngineThatDoesNotExistOrCannotComputeInThePrecisionIsRefused() {
        assertThatThrownBy(() -> EffectiveSpecification.of(
                        BLANK.toBuilder().setEngine("jax").build()))
                .hasMessageContaining("engine")
                .hasMessageContaining("one of dl4j, torch, any");
        assertThatThrownBy(() -> EffectiveSpecification.of(
                        BLANK.toBuilder().setPrecision("bf16").build()))
                .hasMessageContaining("precision")
                .hasMessageContaining("float32 unless engine is torch");
    }

    @Test
    void whatAnOlderVersionRecordedIsNotChanged() {
        RunSpecification older = RunPlanTest.older(BLANK.toBuilder());
        RunSpecification olderRandom = RunPlanTest.older(
                BLANK.toBuilder().setSplit(Split.newBuilder().setRandomSites(RandomSites.getDefaultInstance())));

        assertThat(EffectiveSpecification.of(older)).isEqualTo(older);
        assertThat(EffectiveSpecification.of(olderRandom)).isEqualTo(olderRandom);
    }

    @Test
    void aRepeatedRequestIsTheRunThatAnOlderVersionRecorded() {
        RunSpecification blank = EffectiveSpecification.of(BLANK);
        RunSpecification older = RunPlanTest.older(BLANK.toBuilder());

        assertThat(EffectiveSpecification.isRecordOf(older, blank)).isTrue();
        assertThat(EffectiveSpecification.isRecordOf(blank, blank)).isTrue();
        assertThat(EffectiveSpecification.isRecordOf(
                        older,
                        blank.toBuilder().setBestBy("validation-accuracy").build()))
                .isFalse();
        assertThat(EffectiveSpecification.isRecordOf(
                        older, blank.toBuilder().setEpochs(31).build()))
                .isFalse();
    }

    @Test
    void theNewSettingsHaveDefaults() {
        RunSpecification run =
                EffectiveSpecification.of(BLANK.toBuilder().setSeed(9).build());
        RunSpecification random = EffectiveSpecification.of(BLANK.toBuilder()
                .setSplit(Split.newBuilder().setRandomSites(RandomSites.getDefaultInstance()))
                .build());

        assertThat(run.getBestBy()).isEqualTo("validation-loss");
        assertThat(run.getSplitSeed()).isEqualTo(9);
        assertThat(random.getSplit().getRandomSites().getValidationShare()).isEqualTo(0.1);
        assertThat(random.getSplit().getRandomSites().hasDrawTest()).isTrue();
    }

    @Test
    void anExplicitZeroIsHonoured() {
        RunSpecification run = EffectiveSpecification.of(BLANK.toBuilder()
                .setSeed(0)
                .setSplitSeed(0)
                .setLearningRate(LearningRate.newBuilder().setWarmupShare(0))
                .build());

        assertThat(run.getSeed()).isZero();
        assertThat(run.getSplitSeed()).isZero();
        assertThat(run.getLearningRate().getWarmupShare()).isZero();
        assertThat(LearningRateSchedule.of(run.getLearningRate()).rate(0, 100, 0))
                .isEqualTo(run.getLearningRate().getBase());
        assertThat(EffectiveSpecification.of(run)).isEqualTo(run);
    }

    @Test
    void anExplicitZeroThatCannotWorkIsRefused() {
        refused(BLANK.toBuilder().setEpochs(0), "epochs is '0'; expected 1 to 100000");
        refused(BLANK.toBuilder().setBatchSize(0), "batch_size is '0'; expected 2 to 1024");
        refused(BLANK.toBuilder().setImageSide(0), "image_side is '0'; expected 16 to 1024");
        refused(
                BLANK.toBuilder().setLearningRate(LearningRate.newBuilder().setBase(0)),
                "learning_rate.base is '0.0'; expected a positive number");
        refused(
                BLANK.toBuilder()
                        .setSplit(Split.newBuilder()
                                .setRandomSites(RandomSites.newBuilder().setValidationShare(0))),
                "split.random_sites.validation_share is '0.0'; expected more than 0 and less than 1");
    }

    private static void refused(RunSpecification.Builder requested, String message) {
        assertThatThrownBy(() -> EffectiveSpecification.of(requested.build()))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage(message);
    }

    @Test
    void aRunIsPromotedByItsFiguresUnlessItSaysOtherwise() {
        assertThat(EffectiveSpecification.of(BLANK).getPromotion()).isEqualTo("auto");
        for (String policy : List.of("auto", "always", "never")) {
            assertThat(EffectiveSpecification.of(
                                    BLANK.toBuilder().setPromotion(policy).build())
                            .getPromotion())
                    .isEqualTo(policy);
        }
        assertThatThrownBy(() -> EffectiveSpecification.of(
                        BLANK.toBuilder().setPromotion("better").build()))
                .hasMessage("promotion is 'better'; expected one of auto, always, never");
    }

    @Test
    void aRequestInTheOlderFormAsksForAlwaysOrNever() {
        RunSpecification always = BLANK.toBuilder().setPromote(true).build();
        RunSpecification never = BLANK.toBuilder().setPromote(false).build();

        assertThat(EffectiveSpecification.of(always).getPromotion()).isEqualTo("always");
        assertThat(EffectiveSpecification.of(never).getPromotion()).isEqualTo("never");
        assertThatThrownBy(() -> EffectiveSpecification.of(
                        always.toBuilder().setPromotion("never").build()))
                .hasMessage("promotion is 'never'; expected always, because promote is true");
    }

    @Test
    void requestedValuesAreKept() {
        RunSpecification requested = BLANK.toBuilder()
                .setNetwork(NetworkSettings.newBuilder().setName("six-branch").setDropout(0))
                .setLearningRate(LearningRate.newBuilder().setBase(0.003))
                .setEpochs(4)
                .build();

        RunSpecification run = EffectiveSpecification.of(requested);

        assertThat(run.getNetwork().getInput()).isEqualTo("six-branch");
        assertThat(run.getNetwork().getDropout()).isZero();
        assertThat(run.getLearningRate().getBase()).isEqualTo(0.003);
        assertThat(run.getEpochs()).isEqualTo(4);
    }

    @Test
    void theErrorForARefusedSettingNamesItsKeyItsValueAndWhatIsAllowed() {
        assertThatThrownBy(() -> EffectiveSpecification.of(
                        BLANK.toBuilder().setNormalization("none").build()))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("normalization is 'none'; "
                        + "expected one of unit, dataset, sample, plate, experiment, controls");
        assertThatThrownBy(() -> EffectiveSpecification.of(
                        BLANK.toBuilder().setBatchSize(1).build()))
                .hasMessage("batch_size is '1'; expected 2 to 1024");
        assertThatThrownBy(() -> EffectiveSpecification.of(
                        BLANK.toBuilder().setDataset("No Such").build()))
                .hasMessageStartingWith("dataset is 'No Such'; expected a data set's name");
        assertThatThrownBy(() -> EffectiveSpecification.of(
                        BLANK.toBuilder().setLabelSmoothing(Double.NaN).build()))
                .hasMessageStartingWith("label_smoothing is 'NaN'");
    }
}
