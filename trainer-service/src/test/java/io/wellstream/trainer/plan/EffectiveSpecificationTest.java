package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Target;
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
