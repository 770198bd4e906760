package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.JitterSettings;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.SampleRequest;
import io.wellstream.proto.v1.Split;
import io.wellstream.wire.keys.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A run on three channels whose first site, of HUVEC-01, has no image of the second one. */
class MaskedSitesTest {
    private static final String[] TREATMENTS =
            IntStream.range(0, 32).mapToObj(i -> "t" + i).toArray(String[]::new);
    private static final float KEPT = (float) Math.sqrt(1.5);

    private final SmallScreen screen = new SmallScreen(3)
            .treatments("HUVEC-01", TREATMENTS)
            .treatments("HUVEC-02", TREATMENTS)
            .treatments("HUVEC-03", TREATMENTS);

    @Test
    void theMaskedChannelIsZeroAfterNormalisationAndJitter() {
        RunPlan plan =
                plan(run().setJitter(JitterSettings.newBuilder().setGain(0.1).setOffset(0.5)));

        SampleRequest masked = masked(plan, 0);

        assertThat(masked.getScale(1)).isZero();
        assertThat(masked.getOffset(1)).isZero();
        assertThat(masked.getScale(0)).isNotZero();
        assertThat(masked.getScale(2)).isNotZero();
    }

    @Test
    void theOtherChannelsAreScaledWhereChannelDropoutScalesThem() {
        SampleRequest plain = masked(plan(run().setAugmentation("none")), 0);
        SampleRequest scaled = masked(plan(run().setAugmentation("none").setChannelDropout(0.3)), 0);

        assertThat(plain.getScale(0)).isEqualTo(1 / 4f);
        assertThat(scaled.getScale(0)).isCloseTo(KEPT / 4, within(1e-6f));
        assertThat(scaled.getOffset(2)).isCloseTo(-3 * KEPT, within(1e-6f));
        assertThat(scaled.getScale(1)).isZero();
    }

    @Test
    void aChannelThatTheAugmentationDropsAsWellLeavesTheMeanSquare() {
        RunPlan plan = plan(run().setChannelDropout(0.2));
        List<Float> factors = IntStream.range(0, 60)
                .mapToObj(epoch -> masked(plan, epoch).getScale(0) * 4)
                .distinct()
                .toList();

        // without a further drop two of three channels are left; with one of the other two, one
        assertThat(factors).hasSize(2);
        assertThat(factors).anySatisfy(factor -> assertThat(factor).isCloseTo(KEPT, within(1e-5f)));
        assertThat(factors).anySatisfy(factor -> assertThat(factor).isCloseTo((float) Math.sqrt(3), within(1e-5f)));
    }

    @Test
    void theStatisticsOfAPlateLeaveItOut() {
        RunPlan plan = plan(run().setNormalization("plate").setAugmentation("none"));

        plan.request(plan.at(0), 1).getSamplesList().stream()
                .filter(sample -> sample.getScale(1) != 0)
                .forEach(sample -> assertThat(sample.getScaleList()).containsExactly(1 / 4f, 1f, 1f));
        assertThat(masked(plan, 0).getScale(1)).isZero();
    }

    @Test
    void batchNormsAreNotMeasuredOnIt() {
        RunPlan plan = RunPlan.of(
                new RunId("run-1"),
                specification(RunSpecification.newBuilder()
                        .setBatchSize(16)
                        .setAdaptation("adabn")
                        .setSplit(Split.newBuilder()
                                .setByExperiment(ByExperiment.newBuilder()
                                        .addValidation("HUVEC-01")
                                        .setDrawTest(-1)))),
                data());

        assertThat(plan.warnings())
                .anyMatch(warning ->
                        warning.contains("HUVEC-01 was evaluated without adaptation") && warning.contains("63 sites"))
                .contains("1 of 192 sites lack a channel, which the network sees as zeros");
    }

    private RunPlan plan(RunSpecification.Builder asked) {
        return RunPlan.of(new RunId("run-1"), specification(asked), data());
    }

    private static RunSpecification specification(RunSpecification.Builder asked) {
        return EffectiveSpecification.of(asked.setDataset(SmallScreen.ID.name()).build());
    }

    private static RunSpecification.Builder run() {
        return RunSpecification.newBuilder()
                .setBatchSize(64)
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).setDrawTest(-1)));
    }

    private DataSet data() {
        DataSet whole = screen.data();
        List<DataSet.Well> wells = new ArrayList<>(whole.wells());
        DataSet.Well first = wells.getFirst();
        List<DataSet.Site> sites = new ArrayList<>(first.sites());
        DataSet.Site site = sites.getFirst();
        sites.set(
                0,
                new DataSet.Site(
                        site.id(), site.size(), site.sha256(), site.statistics().masking(List.of(1))));
        wells.set(
                0, new DataSet.Well(first.id(), first.cellType(), first.subset(), first.role(), first.label(), sites));
        return new DataSet(whole.id(), whole.screen(), wells, whole.controlLabels(), Map.of());
    }

    /** The request for the masked site in an epoch. */
    private static SampleRequest masked(RunPlan plan, int epoch) {
        for (int index = 0; index < plan.batchesPerEpoch(); index++) {
            for (SampleRequest sample : plan.request(new PlannedBatch(Phase.PHASE_TRAIN, epoch, index), 1)
                    .getSamplesList()) {
                if (sample.getWell().getExperiment().equals("HUVEC-01")
                        && sample.getWell().getWell().equals("B02")
                        && sample.getSite() == 1) {
                    return sample;
                }
            }
        }
        throw new AssertionError("the masked site is in no batch");
    }
}
