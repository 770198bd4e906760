package io.wellstream.trainer.plan;

import io.wellstream.proto.v1.JitterSettings;
import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.MixingSettings;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RunSpecification;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Defaults under a name. A request that names a preset gets its values where it says nothing; other blanks are completed as usual. */
enum Preset {
    /** What the code of 2019 did, apart from its split. */
    SEED_2019("seed-2019") {
        @Override
        RunSpecification.Builder settings(RunSpecification requested, int batchSize) {
            return RunSpecification.newBuilder()
                    .setNetwork(NetworkSettings.newBuilder().setName("six-branch"))
                    .setNormalization("unit")
                    .setAugmentation("seed-2019")
                    .setOptimizer("adam")
                    .setLearningRate(LearningRate.newBuilder()
                            .setSchedule("warmup-cosine")
                            .setBase(0.1 * batchSize / 256)
                            .setWarmupShare(1.0 / 30));
        }
    },
    /**
     * Training samples vary in every way that keeps their treatment, and weights decay. Rate and decay were chosen on simulated
     * screens (docs/science.md); the rate is that of the small network, which a larger one may not survive.
     */
    RECOMMENDED("recommended") {
        @Override
        RunSpecification.Builder settings(RunSpecification requested, int batchSize) {
            RunSpecification.Builder settings = RunSpecification.newBuilder()
                    .setNetwork(NetworkSettings.newBuilder().setName("stacked-resnet"))
                    .setNormalization("sample")
                    .setAugmentation("recommended")
                    .setLabelSmoothing(0.1)
                    .setCutmix(MixingSettings.newBuilder().setAlpha(1).setProbability(0.5))
                    .setJitter(JitterSettings.newBuilder().setGain(0.1).setOffset(0.1))
                    .setChannelDropout(0.2);
            if (requested.getOptimizer().isEmpty() || requested.getOptimizer().equals("adamw")) {
                settings.setOptimizer("adamw").setWeightDecay(0.05);
                if (hasSmallNetwork(requested.getNetwork())) {
                    settings.setLearningRate(LearningRate.newBuilder()
                            .setBase(0.032 * batchSize * Math.max(1, requested.getAccumulate()) / 256));
                }
            }
            return settings;
        }

        private static boolean hasSmallNetwork(NetworkSettings network) {
            return (network.getName().isEmpty() || network.getName().equals("stacked-resnet"))
                    && network.getDepth() <= 10;
        }
    };

    private final String text;

    Preset(String text) {
        this.text = text;
    }

    /** @param requested what the request says already; some values suit its network and its optimizer only */
    abstract RunSpecification.Builder settings(RunSpecification requested, int batchSize);

    /** The request with the values of the preset that it names, unless it is complete. */
    static RunSpecification fill(RunSpecification requested, int defaultBatchSize) {
        if (requested.getPreset().isEmpty()) {
            return requested;
        }
        Preset preset = named(requested.getPreset());
        if (EffectiveSpecification.isComplete(requested)) {
            return requested;
        }
        int batchSize = requested.hasBatchSize() ? requested.getBatchSize() : defaultBatchSize;
        RunSpecification.Builder filled = preset.settings(requested, batchSize);
        String network = requested.getNetwork().getName();
        if (!network.isEmpty() && !network.equals(filled.getNetwork().getName())) {
            filled.clearNetwork(); // the preset's settings are for its network
        }
        return filled.mergeFrom(requested).build();
    }

    private static Preset named(String name) {
        return Arrays.stream(values())
                .filter(preset -> preset.text.equals(name))
                .findFirst()
                .orElseThrow(() -> RefusedRunException.setting(
                        "preset",
                        name,
                        "one of "
                                + Arrays.stream(values())
                                        .map(preset -> preset.text)
                                        .collect(Collectors.joining(", "))));
    }
}
