package io.wellstream.local.cli.accuracy;

import io.wellstream.local.cli.settings.RunFile;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.JitterSettings;
import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.MixingSettings;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import java.nio.file.Path;
import java.util.List;

/**
 * The recipes that the benchmark compares: presets of the trainer with the image side, the batch, the rate and the length of the
 * benchmark. Lengths are chosen so that no arm trains longer than {@code seed-2019}.
 */
public final class Arms {
    static final String SEED = "seed-2019";
    static final String RECOMMENDED = "recommended";
    private static final int SIDE = 64;
    private static final int BATCH = 16;

    /** Usual for Adam; the rule of 2019 gives 0.00625 for the benchmark's batches. */
    private static final double USUAL_RATE = 0.001;

    /** Of {@code recommended} with batches of {@value #BATCH}. */
    private static final double RATE_OF_THE_PRESET = 0.032 * BATCH / 256;

    private Arms() {}

    /** The arm of that name, or several. */
    public static List<Arm> named(String name) {
        return switch (name) {
            case SEED -> List.of(new Arm(name, seed().build()));
            case "seed-2019-at-0.001" ->
                List.of(new Arm(name, seed().setLearningRate(rate(USUAL_RATE)).build()));
            case "seed-2019-random-sites" -> List.of(new Arm(name, leaking()));
            case RECOMMENDED -> List.of(new Arm(name, recommended().build()));
            case "ablation" -> ablation();
            default ->
                throw new UserError("--arms " + name
                        + "; expected seed-2019, seed-2019-at-0.001, seed-2019-random-sites, recommended or ablation");
        };
    }

    /** @param definition a name and a file of settings, {@code name=run.yaml}; for what it leaves out, the benchmark's length and side */
    public static Arm ofFile(String definition) {
        String[] parts = definition.split("=", 2);
        if (parts.length < 2 || parts[0].isBlank()) {
            throw new UserError("--arm " + definition + "; expected a name and a file, e.g. mine=run.yaml");
        }
        RunSpecification lengths = recommended().clearPreset().build();
        RunSpecification given = RunFile.read(Path.of(parts[1])).specification();
        return new Arm(parts[0], lengths.toBuilder().mergeFrom(given).build());
    }

    /** The faster engine, if the build for this platform has it. */
    public static String engineHere() {
        String processor = System.getProperty("os.arch", "");
        boolean wide = processor.equals("amd64") || processor.equals("x86_64");
        boolean mac = System.getProperty("os.name", "").startsWith("Mac");
        return mac == wide ? "dl4j" : "torch";
    }

    private static RunSpecification.Builder seed() {
        return RunSpecification.newBuilder()
                .setPreset(SEED)
                .setImageSide(SIDE)
                .setBatchSize(BATCH)
                .setEpochs(16);
    }

    /** As {@code seed-2019-at-0.001}, but evaluated as in 2019: on sites whose wells were trained on. */
    private static RunSpecification leaking() {
        RandomSites split =
                RandomSites.newBuilder().setValidationShare(0.2).setDrawTest(-1).build();
        return seed().setLearningRate(rate(USUAL_RATE))
                .setSplit(Split.newBuilder().setRandomSites(split))
                .setBestBy("validation-accuracy")
                .build();
    }

    private static RunSpecification.Builder recommended() {
        return RunSpecification.newBuilder()
                .setPreset(RECOMMENDED)
                .setImageSide(SIDE)
                .setBatchSize(BATCH)
                .setEpochs(150);
    }

    private static LearningRate.Builder rate(double base) {
        return LearningRate.newBuilder().setSchedule("warmup-cosine").setBase(base);
    }

    /** The recommended recipe, and the same with one part at a time removed, or as in 2019. */
    private static List<Arm> ablation() {
        return List.of(
                new Arm(RECOMMENDED, recommended().build()),
                without(
                        "CutMix",
                        recommended().setCutmix(MixingSettings.newBuilder().setProbability(0))),
                without("AdamW and its rate", recommended().setOptimizer("adam")),
                new Arm(
                        RECOMMENDED + " with 60 epochs",
                        recommended().setEpochs(60).build()),
                without("label smoothing", recommended().setLabelSmoothing(0)),
                without("jitter", withoutJitter()),
                without("scaled channel dropout", withoutDropout()),
                without("zoom, flips and turns", recommended().setAugmentation("none")),
                without("normalization by sample", recommended().setNormalization("unit")),
                without("network", withNetworkOfTheSeed()));
    }

    /** A preset's jitter cannot be overridden by zeros, which proto3 does not send: the settings without the preset, spelled out. */
    private static RunSpecification.Builder withoutJitter() {
        return spelledOut().clearJitter();
    }

    private static RunSpecification.Builder withoutDropout() {
        return spelledOut().clearChannelDropout();
    }

    /** As the preset {@code recommended}. */
    private static RunSpecification.Builder spelledOut() {
        return recommended()
                .clearPreset()
                .setNetwork(NetworkSettings.newBuilder().setName("stacked-resnet"))
                .setNormalization("sample")
                .setAugmentation("recommended")
                .setOptimizer("adamw")
                .setWeightDecay(0.05)
                .setLearningRate(rate(RATE_OF_THE_PRESET))
                .setLabelSmoothing(0.1)
                .setCutmix(MixingSettings.newBuilder().setAlpha(1).setProbability(0.5))
                .setJitter(JitterSettings.newBuilder().setGain(0.1).setOffset(0.1))
                .setChannelDropout(0.2);
    }

    private static RunSpecification.Builder withNetworkOfTheSeed() {
        return recommended()
                .setNetwork(NetworkSettings.newBuilder().setName("six-branch"))
                .setEpochs(seed().getEpochs())
                .setLearningRate(rate(USUAL_RATE));
    }

    private static Arm without(String part, RunSpecification.Builder settings) {
        return new Arm(RECOMMENDED + " without " + part, settings.build());
    }
}
