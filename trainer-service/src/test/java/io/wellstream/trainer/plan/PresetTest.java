package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.proto.v1.MixingSettings;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RunSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresetTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "seed-2019", "recommended"})
    void aCompleteSpecificationIsTheSameRunAgainAlsoWrittenOut(String preset) {
        RunSpecification run = EffectiveSpecification.of(named(preset).build());
        RunSpecification written = EffectiveSpecification.writtenOut(run);

        assertThat(EffectiveSpecification.of(run)).isEqualTo(run);
        assertThat(EffectiveSpecification.of(written)).isEqualTo(run);
        assertThat(written.getEngine()).isEqualTo("dl4j");
        assertThat(written.getPrecision()).isEqualTo("float32");
        assertThat(written.hasCutmix()).isTrue();
        assertThat(written.hasMixup()).isTrue();
        assertThat(written.hasLabelSmoothing()).isTrue();
    }

    @Test
    void aPresetFillsWhatTheRequestLeavesOut() {
        RunSpecification run = EffectiveSpecification.of(
                named("recommended").setEpochs(7).setImageSide(96).build());

        assertThat(run.getPreset()).isEqualTo("recommended");
        assertThat(run.getCutmix().getProbability()).isEqualTo(0.5);
        assertThat(run.getLabelSmoothing()).isEqualTo(0.1);
        assertThat(run.getEpochs()).isEqualTo(7);
        assertThat(run.getImageSide()).isEqualTo(96);
    }

    @Test
    void theRateOfTheSeedsRecipeFollowsTheBatchSize() {
        assertThat(EffectiveSpecification.of(named("seed-2019").build())
                        .getLearningRate()
                        .getBase())
                .isEqualTo(0.1 * 32 / 256);
        assertThat(EffectiveSpecification.of(named("seed-2019").setBatchSize(64).build())
                        .getLearningRate()
                        .getBase())
                .isEqualTo(0.1 * 64 / 256);
    }

    @Test
    void weightsDecayUnderTheRecommendedOptimizerOnly() {
        RunSpecification recommended =
                EffectiveSpecification.of(named("recommended").build());
        RunSpecification withAdam = EffectiveSpecification.of(
                named("recommended").setOptimizer("adam").build());

        assertThat(recommended.getOptimizer()).isEqualTo("adamw");
        assertThat(recommended.getWeightDecay()).isEqualTo(0.05);
        assertThat(recommended.getLearningRate().getBase()).isEqualTo(0.032 * 32 / 256);
        assertThat(withAdam.getWeightDecay()).isZero();
        assertThat(withAdam.getLearningRate().getBase()).isCloseTo(0.01 * 32 / 256, within(1e-12));
    }

    @Test
    void aLargeNetworkKeepsTheUsualRate() {
        RunSpecification deep = EffectiveSpecification.of(named("recommended")
                .setNetwork(
                        NetworkSettings.newBuilder().setName("stacked-resnet").setDepth(18))
                .build());

        assertThat(deep.getOptimizer()).isEqualTo("adamw");
        assertThat(deep.getLearningRate().getBase()).isCloseTo(0.01 * 32 / 256, within(1e-12));
    }

    @Test
    void whatTheRequestSaysWinsAlsoIfItTurnsSomethingOff() {
        RunSpecification run = EffectiveSpecification.of(named("recommended")
                .setCutmix(MixingSettings.newBuilder().setProbability(0))
                .setLabelSmoothing(0)
                .setNetwork(NetworkSettings.newBuilder().setName("six-branch"))
                .build());

        assertThat(run.hasCutmix()).isFalse();
        assertThat(run.getLabelSmoothing()).isZero();
        assertThat(run.getNetwork().getName()).isEqualTo("six-branch");
        assertThat(run.hasJitter()).isTrue();
        assertThat(EffectiveSpecification.of(run)).isEqualTo(run);
    }

    @Test
    void aPresetThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> EffectiveSpecification.of(named("best").build()))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("preset is 'best'; expected one of seed-2019, recommended");
    }

    private static RunSpecification.Builder named(String preset) {
        return RunSpecification.newBuilder().setDataset("demo").setPreset(preset);
    }
}
