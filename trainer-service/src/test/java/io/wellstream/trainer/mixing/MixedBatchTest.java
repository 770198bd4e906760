package io.wellstream.trainer.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.batch.Batch;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixedBatchTest {
    /** Two samples of one channel and 2 × 2 pixels, which are normalised in different ways. */
    private final Batch batch = new Batch(
            1, 2, new byte[] {1, 2, 3, 4, 10, 20, 30, 40}, new float[] {1, 0.5f}, new float[] {0, 1}, new int[] {3, 5});

    private final List<Integer> swapped = List.of(1, 0);

    @Test
    void aBoxIsTakenFromThePartnerAfterItsNormalisation() {
        MixedBatch mixed = MixedBatch.of(batch, new Mixing.Cut(swapped, new Mixing.Box(0, 1, 2, 1)));

        assertThat(plane(mixed, 0)).containsExactly(1, 11, 3, 21);
        assertThat(plane(mixed, 1)).containsExactly(6, 2, 16, 4);
        assertThat(mixed.labels().weight()).isEqualTo(0.5);
        assertThat(mixed.labels().own()).containsExactly(3, 5);
        assertThat(mixed.labels().partners()).containsExactly(5, 3);
    }

    @Test
    void theWeightOfACutSampleIsTheExactShareOfItsPixels() {
        MixedBatch mixed = MixedBatch.of(batch, new Mixing.Cut(swapped, new Mixing.Box(1, 1, 1, 1)));

        assertThat(mixed.labels().weight()).isEqualTo(0.75);
        assertThat(mixed.labels().dominant(0)).isEqualTo(3);
    }

    @Test
    void aBlendIsTheWeightedMean() {
        MixedBatch mixed = MixedBatch.of(batch, new Mixing.Blend(swapped, 0.25));

        assertThat(plane(mixed, 0)).containsExactly(4.75f, 8.75f, 12.75f, 16.75f);
        assertThat(plane(mixed, 1)).containsExactly(2.25f, 4.25f, 6.25f, 8.25f);
        assertThat(mixed.labels().dominant(0)).isEqualTo(5);
        assertThat(mixed.labels().dominant(1)).isEqualTo(3);
    }

    @Test
    void withoutMixingTheBatchIsAsItWas() {
        MixedBatch mixed = MixedBatch.unmixed(batch);

        assertThat(plane(mixed, 1)).containsExactly(6, 11, 16, 21);
        assertThat(mixed.labels().areCertain()).isTrue();
        assertThat(mixed.labels().dominant(1)).isEqualTo(5);
    }

    @Test
    void aChoiceForAnotherBatchIsRefused() {
        assertThatThrownBy(() -> MixedBatch.of(batch, new Mixing.Blend(List.of(0, 1, 2), 0.5)))
                .hasMessage("3 partners for a batch of 2 samples; expected as many");
        assertThatThrownBy(() -> MixedBatch.of(batch, new Mixing.Cut(swapped, new Mixing.Box(1, 0, 2, 1))))
                .hasMessageContaining("in images of side 2");
    }

    @Test
    void cellTypesAreMixedAsThePixelsAre() {
        Mixing blend = new Mixing.Blend(swapped, 0.25);

        assertThat(MixedBatch.of(batch, blend).ofCellTypes(2, 0).cellTypes(3))
                .containsExactly(0.75f, 0, 0.25f, 0.25f, 0, 0.75f);
        assertThat(MixedBatch.unmixed(batch).ofCellTypes(1, 1).cellTypes(2)).containsExactly(0, 1, 0, 1);
        assertThatThrownBy(() -> MixedBatch.unmixed(batch).ofCellTypes(1))
                .hasMessage("1 cell types for a batch of 2 samples; expected as many");
        assertThatThrownBy(() -> MixedBatch.unmixed(batch).cellTypes(2)).hasMessageContaining("are not given");
    }

    @Test
    void probabilitiesAreWithinTheHeadOfEachLabel() {
        LabelProbabilities heads = new LabelProbabilities(5, 3, 0.5, 0.1);

        float[] alone = heads.of(MixedLabels.of(new int[] {1, 4}));
        assertThat(alone)
                .containsExactly(
                        new float[] {1 / 30f, 28 / 30f, 1 / 30f, 0, 0, 0, 0, 0, 0.025f, 0.475f}, within(1e-6f));

        float[] mixed = heads.of(MixedLabels.of(new int[] {1, 4}, swapped, 0.75));
        assertThat(mixed)
                .containsExactly(
                        new float[] {
                            0.025f,
                            0.7f,
                            0.025f,
                            0.00625f,
                            0.11875f,
                            0.25f / 30,
                            7 / 30f,
                            0.25f / 30,
                            0.01875f,
                            0.35625f
                        },
                        within(1e-6f));
    }

    private static float[] plane(MixedBatch batch, int sample) {
        float[] plane = new float[4];
        batch.toFloats(sample, 0, plane);
        return plane;
    }
}
