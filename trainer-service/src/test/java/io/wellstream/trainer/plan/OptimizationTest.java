package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.engine.TrainingSettings;
import org.junit.jupiter.api.Test;

class OptimizationTest {
    private static final RunSpecification BLANK =
            RunSpecification.newBuilder().setDataset("demo").build();

    @Test
    void aRunThatNamesNothingIsRecordedAsBefore() {
        RunSpecification run = EffectiveSpecification.of(BLANK);

        assertThat(run.getOptimizer()).isEqualTo("adam");
        assertThat(run.hasWeightDecay()).isFalse();
        assertThat(run.getEmaDecay()).isZero();
        assertThat(run.getAccumulate()).isZero();
        assertThat(EffectiveSpecification.of(BLANK.toBuilder().setAccumulate(1).build()))
                .isEqualTo(run);
    }

    @Test
    void adamwDecaysByDefaultAndAnExplicitZeroIsHonoured() {
        RunSpecification run = EffectiveSpecification.of(
                BLANK.toBuilder().setOptimizer("adamw").build());
        RunSpecification none = EffectiveSpecification.of(
                BLANK.toBuilder().setOptimizer("adamw").setWeightDecay(0).build());

        assertThat(run.getWeightDecay()).isEqualTo(0.01);
        assertThat(none.getWeightDecay()).isZero();
        assertThat(EffectiveSpecification.of(run)).isEqualTo(run);
    }

    @Test
    void theDefaultRateFollowsTheOptimizerAndTheSamplesOfAnUpdate() {
        RunSpecification adam =
                EffectiveSpecification.of(BLANK.toBuilder().setBatchSize(64).build());
        RunSpecification sgd = EffectiveSpecification.of(
                BLANK.toBuilder().setBatchSize(64).setOptimizer("sgd").build());
        RunSpecification accumulated = EffectiveSpecification.of(
                BLANK.toBuilder().setBatchSize(64).setAccumulate(4).build());

        assertThat(adam.getLearningRate().getBase()).isCloseTo(0.01 * 64 / 256, within(1e-12));
        assertThat(sgd.getLearningRate().getBase()).isCloseTo(0.1 * 64 / 256, within(1e-12));
        assertThat(accumulated.getLearningRate().getBase()).isCloseTo(0.01, within(1e-12));
    }

    @Test
    void weightDecayReplacesTheNetworksOwnPenalty() {
        RunSpecification decayed = EffectiveSpecification.of(
                BLANK.toBuilder().setOptimizer("adamw").build());
        RunSpecification both = EffectiveSpecification.of(BLANK.toBuilder()
                .setOptimizer("adamw")
                .setNetwork(NetworkSettings.newBuilder().setL2(1e-3))
                .build());

        assertThat(Optimization.l2(decayed)).isZero();
        assertThat(Optimization.l2(both)).isEqualTo(1e-3);
        assertThat(Optimization.l2(EffectiveSpecification.of(BLANK))).isNegative();
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        refused(BLANK.toBuilder().setOptimizer("lion"), "optimizer is 'lion'; expected one of adam, nadam, sgd, adamw");
        refused(
                BLANK.toBuilder().setWeightDecay(0.01),
                "weight_decay is '0.01'; expected 0 unless optimizer is sgd or adamw");
        refused(BLANK.toBuilder().setOptimizer("sgd").setWeightDecay(-1), "weight_decay is '-1.0'");
        refused(
                BLANK.toBuilder().setEmaDecay(1),
                "ema_decay is '1.0'; expected 0 (no average) or more and less than 1");
        refused(BLANK.toBuilder().setEmaDecay(Double.NaN), "ema_decay is 'NaN'");
        refused(BLANK.toBuilder().setAccumulate(-1), "accumulate is '-1'; expected 1 to 1024");
    }

    private static void refused(RunSpecification.Builder run, String message) {
        assertThatThrownBy(() -> EffectiveSpecification.of(run.build()))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void theRateOfABlockIsRecordedUnlessAllBlocksHaveTheSame() {
        RunSpecification slower = EffectiveSpecification.of(
                BLANK.toBuilder().setBlockRateDecay(0.7).build());
        RunSpecification same =
                EffectiveSpecification.of(BLANK.toBuilder().setBlockRateDecay(1).build());

        assertThat(TrainingSettings.of(slower).blockRateDecay()).isEqualTo(0.7);
        assertThat(same).isEqualTo(EffectiveSpecification.of(BLANK));
        assertThat(TrainingSettings.of(same).hasBlockRates()).isFalse();
        assertThat(EffectiveSpecification.writtenOut(same).getBlockRateDecay()).isEqualTo(1);
        for (double wrong : new double[] {0, -0.5, 1.1, Double.NaN}) {
            RunSpecification refused =
                    BLANK.toBuilder().setBlockRateDecay(wrong).build();
            assertThatThrownBy(() -> EffectiveSpecification.of(refused))
                    .isInstanceOf(RefusedRunException.class)
                    .hasMessage("block_rate_decay is '" + wrong + "'; expected more than 0 and at most 1");
        }
    }
}
