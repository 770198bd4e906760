package io.wellstream.trainer.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.JitterSettings;
import io.wellstream.proto.v1.MixingSettings;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.SampleRequest;
import io.wellstream.proto.v1.Split;
import io.wellstream.trainer.mixing.Mixing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Jitter, dropped channels and mixing, as a run's plan draws them. */
class VariationTest {
    private static final int ATTEMPT = 1;

    private final SmallScreen screen = new SmallScreen()
            .treatments("HUVEC-01", "a", "b", "c", "d")
            .treatments("HUVEC-02", "a", "b", "c", "d")
            .treatments("HUVEC-03", "a", "b", "c", "d");

    @Test
    void jitterDependsOnSeedEpochAndSiteAndNotOnTheBatch() {
        RunPlan pairs = screen.plan(jittered().setBatchSize(2));
        RunPlan fours = screen.plan(jittered().setBatchSize(4));

        assertThat(samples(pairs, 0)).hasSize(16).isEqualTo(samples(fours, 0));
        assertThat(differing(samples(pairs, 0), samples(pairs, 1))).isEqualTo(16);
        assertThat(differing(
                        samples(pairs, 0),
                        samples(
                                screen.plan(
                                        jittered().setBatchSize(2).setSeed(9).setSplitSeed(1)),
                                0)))
                .isGreaterThan(8);
    }

    @Test
    void jitterMultipliesAndAddsAfterNormalisation() {
        RunPlan plain = screen.plan(blank());
        RunPlan gains =
                screen.plan(blank().setJitter(JitterSettings.newBuilder().setGain(0.1)));

        for (int epoch = 0; epoch < 3; epoch++) {
            Map<String, SampleRequest> expected = samples(plain, epoch);
            samples(gains, epoch).forEach((site, sample) -> {
                SampleRequest before = requireNonNull(expected.get(site));
                double gain = sample.getScale(0) / before.getScale(0);
                assertThat(gain).isBetween(0.5, 1.5).isNotEqualTo(1);
                assertThat(sample.getOffset(0) / before.getOffset(0)).isCloseTo((float) gain, within(1e-5f));
            });
        }
    }

    @Test
    void jitterHasTheAskedStandardDeviation() {
        RunPlan plain = screen.plan(blank());
        RunPlan jittered = screen.plan(jittered());
        double gains = 0;
        double shifts = 0;
        int n = 0;
        for (int epoch = 0; epoch < 200; epoch++) {
            Map<String, SampleRequest> before = samples(plain, epoch);
            for (var sample : samples(jittered, epoch).entrySet()) {
                SampleRequest was = requireNonNull(before.get(sample.getKey()));
                for (int channel = 0; channel < 2; channel++) {
                    double gain = sample.getValue().getScale(channel) / (double) was.getScale(channel);
                    double shift = sample.getValue().getOffset(channel) - gain * was.getOffset(channel);
                    gains += (gain - 1) * (gain - 1);
                    shifts += shift * shift;
                    n++;
                }
            }
        }

        assertThat(Math.sqrt(gains / n)).isCloseTo(0.1, within(0.005));
        assertThat(Math.sqrt(shifts / n)).isCloseTo(0.2, within(0.01));
    }

    @Test
    void windowsAtFullResolutionAreRandomInTrainingAndInTheMiddleAfterwards() {
        RunPlan plan = screen.plan(blank().setAugmentation("full-resolution"));
        PlannedBatch trained = new PlannedBatch(Phase.PHASE_TRAIN, 0, 0);
        PlannedBatch tested = new PlannedBatch(Phase.PHASE_VALIDATE, 0, plan.validationBatches());

        assertThat(plan.request(trained, 1).getAugmentation()).isEqualTo("full-resolution");
        assertThat(plan.request(tested, 1).getAugmentation()).isEqualTo("centre");
        assertThatThrownBy(() -> screen.plan(blank().setAugmentation("centre")))
                .hasMessageContaining("expected one of none, seed-2019, recommended, full-resolution");
    }

    @Test
    void aDroppedChannelIsZeroAndTheOtherKeepsTheMeanSquare() {
        RunPlan plan = screen.plan(blank().setAugmentation("none").setChannelDropout(0.5));
        RunPlan plain = screen.plan(blank().setAugmentation("none"));
        int dropped = 0;
        int n = 0;
        for (int epoch = 0; epoch < 50; epoch++) {
            Map<String, SampleRequest> before = samples(plain, epoch);
            for (var sample : samples(plan, epoch).entrySet()) {
                n++;
                SampleRequest was = requireNonNull(before.get(sample.getKey()));
                int channel = zero(sample.getValue());
                if (channel < 0) {
                    assertThat(sample.getValue()).isEqualTo(was);
                    continue;
                }
                dropped++;
                assertThat(sample.getValue().getScale(1 - channel) / was.getScale(1 - channel))
                        .isCloseTo((float) Math.sqrt(2), within(1e-5f));
            }
        }
        assertThat((double) dropped / n).isCloseTo(0.5, within(0.06));
    }

    @Test
    void theChannelThatTheAugmentationDropsCounts() {
        RunPlan plan = screen.plan(blank().setChannelDropout(0.2));
        RunPlan plain = screen.plan(blank());
        int scaled = 0;
        int n = 0;
        for (int epoch = 0; epoch < 100; epoch++) {
            Map<String, SampleRequest> before = samples(plain, epoch);
            for (var sample : samples(plan, epoch).entrySet()) {
                n++;
                assertThat(zero(sample.getValue())).as("only the worker drops").isNegative();
                scaled += sample.getValue().equals(before.get(sample.getKey())) ? 0 : 1;
            }
        }
        assertThat((double) scaled / n).isCloseTo(0.2, within(0.03));
    }

    @Test
    void theOnlyChannelCannotBeDropped() {
        SmallScreen grey = new SmallScreen(1)
                .treatments("HUVEC-01", "a", "b", "c", "d")
                .treatments("HUVEC-03", "a", "b", "c", "d");

        assertThatThrownBy(() -> grey.plan(blank().setChannelDropout(0.2)))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("channel_dropout is '0.2'; expected no value, because the images have one channel");
        assertThat(grey.plan(blank()).batchesPerEpoch()).isEqualTo(1);
    }

    @Test
    void validationSamplesDoNotVary() {
        RunSpecification.Builder validated = blank().setSplit(Split.newBuilder()
                .setByExperiment(
                        ByExperiment.newBuilder().addValidation("HUVEC-03").setDrawTest(-1)));
        RunPlan plain = screen.plan(validated);
        RunPlan varied = screen.plan(validated.setJitter(jittered().getJitter()).setChannelDropout(0.5));

        PlannedBatch batch = plain.at(plain.position(0, plain.batchesPerEpoch()));
        assertThat(varied.request(batch, ATTEMPT)).isEqualTo(plain.request(batch, ATTEMPT));
    }

    @Test
    void mixingIsDrawnByEpochAndIndex() {
        RunPlan plan = screen.plan(
                blank().setCutmix(MixingSettings.newBuilder().setAlpha(1).setProbability(1)));

        Set<Mixing> drawn = new HashSet<>();
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int index = 0; index < plan.batchesPerEpoch(); index++) {
                drawn.add(plan.mixing(epoch, index, 8));
            }
        }
        assertThat(drawn).hasSize(3 * plan.batchesPerEpoch());
        assertThat(plan.mixing(1, 1, 8)).isEqualTo(plan.mixing(1, 1, 8));
        assertThat(screen.plan(blank()).mixing(1, 1, 8)).isEqualTo(Mixing.NONE);
    }

    @Test
    void whatIsOffIsAbsentAndWhatIsOnIsComplete() {
        RunSpecification off = EffectiveSpecification.of(blank().setDataset("demo")
                .setCutmix(MixingSettings.newBuilder().setProbability(0))
                .setMixup(MixingSettings.newBuilder().setProbability(0))
                .setJitter(JitterSettings.getDefaultInstance())
                .build());
        RunSpecification on = EffectiveSpecification.of(blank().setDataset("demo")
                .setCutmix(MixingSettings.getDefaultInstance())
                .setMixup(MixingSettings.getDefaultInstance())
                .build());

        assertThat(off)
                .isEqualTo(EffectiveSpecification.of(blank().setDataset("demo").build()));
        assertThat(on.getCutmix().getAlpha()).isEqualTo(1);
        assertThat(on.getCutmix().getProbability()).isEqualTo(0.5);
        assertThat(on.getMixup().getAlpha()).isEqualTo(0.2);
        assertThat(on.getMixup().getProbability()).isEqualTo(1);
        assertThat(EffectiveSpecification.of(on)).isEqualTo(on);
    }

    @Test
    void valuesThatCannotWorkAreRefusedWithTheirKey() {
        refused(
                blank().setCutmix(MixingSettings.newBuilder().setAlpha(0)),
                "cutmix.alpha is '0.0'; expected 0.01 to 100");
        refused(
                blank().setMixup(MixingSettings.newBuilder().setProbability(2)),
                "mixup.probability is '2.0'; expected 0.0");
        refused(
                blank().setCutmix(MixingSettings.newBuilder().setProbability(1))
                        .setMixup(MixingSettings.getDefaultInstance()),
                "mixup.probability is '1.0'; expected 0, because cutmix.probability 1 leaves no batch for it");
        refused(
                blank().setJitter(JitterSettings.newBuilder().setGain(-0.1)),
                "jitter.gain is '-0.1'; expected 0.0 to 1.0");
        refused(
                blank().setJitter(JitterSettings.newBuilder().setOffset(Double.NaN)),
                "jitter.offset is 'NaN'; expected 0.0 to 10.0");
        refused(
                blank().setChannelDropout(0.1),
                "channel_dropout is '0.1'; expected 0.2, the share of augmentation recommended,");
        refused(
                blank().setAugmentation("none").setChannelDropout(1),
                "channel_dropout is '1.0'; expected 0 or more and less");
    }

    private static void refused(RunSpecification.Builder requested, String message) {
        assertThatThrownBy(() ->
                        EffectiveSpecification.of(requested.setDataset("demo").build()))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageStartingWith(message);
    }

    private static RunSpecification.Builder blank() {
        return RunSpecification.newBuilder()
                .setBatchSize(8)
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).addTest("HUVEC-03")));
    }

    private static RunSpecification.Builder jittered() {
        return blank().setJitter(JitterSettings.newBuilder().setGain(0.1).setOffset(0.2));
    }

    private static Map<String, SampleRequest> samples(RunPlan plan, int epoch) {
        Map<String, SampleRequest> samples = new HashMap<>();
        for (int index = 0; index < plan.batchesPerEpoch(); index++) {
            BatchRequest request = plan.request(plan.at(plan.position(epoch, index)), ATTEMPT);
            for (SampleRequest sample : request.getSamplesList()) {
                samples.put(sample.getWell() + "/" + sample.getSite(), sample);
            }
        }
        return samples;
    }

    private static long differing(Map<String, SampleRequest> some, Map<String, SampleRequest> others) {
        return some.entrySet().stream()
                .filter(sample -> !sample.getValue().equals(others.get(sample.getKey())))
                .count();
    }

    private static int zero(SampleRequest sample) {
        return List.of(0, 1).stream()
                .filter(channel -> sample.getScale(channel) == 0 && sample.getOffset(channel) == 0)
                .findFirst()
                .orElse(-1);
    }
}
