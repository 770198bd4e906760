package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import org.junit.jupiter.api.Test;

/** Plans of runs on 16-bit sites. */
class SixteenBitPlanTest {
    private final SmallScreen screen =
            new SmallScreen().sixteenBits().treatments("HUVEC-01", "a", "b").treatments("HUVEC-02", "a", "b");

    @Test
    void itsBatchesAndItsModelAreOfTheKernelForSixteenBits() {
        RunPlan plan = screen.plan(run());

        BatchRequest request = plan.request(new PlannedBatch(Phase.PHASE_TRAIN, 0, 0), 1);

        assertThat(plan.data().depth()).isEqualTo(Depth.SIXTEEN);
        assertThat(request.getKernelVersion()).isEqualTo(Batch.SIXTEEN_BIT_KERNEL_VERSION);
        assertThat(plan.input().getKernelVersion()).isEqualTo(Batch.SIXTEEN_BIT_KERNEL_VERSION);
        assertThat(request.getSamples(0).getScale(0))
                .as("unit: the greatest level becomes 1")
                .isEqualTo(1f / 65_535);
    }

    @Test
    void anAugmentationOfEightBitGreyLevelsIsRefused() {
        assertThatThrownBy(() -> screen.plan(run().setAugmentation("seed-2019")))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageStartingWith("augmentation is 'seed-2019'; expected another one")
                .hasMessageContaining("data set small has 16-bit ones");
    }

    @Test
    void sitesOfBothDepthsAreRefused() {
        SmallScreen both =
                new SmallScreen().treatments("HUVEC-01", "a", "b").sixteenBits().treatments("HUVEC-02", "a", "b");

        assertThatThrownBy(both::data)
                .hasMessage(
                        "the manifest has 8-bit grey levels for site HUVEC-01/1/B02/s1; its screen has 16-bit ones");
    }

    private static RunSpecification.Builder run() {
        return RunSpecification.newBuilder()
                .setNormalization("unit")
                .setBatchSize(2)
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).setDrawTest(-1)));
    }
}
