package io.wellstream.local.cli.accuracy;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import java.util.List;
import java.util.stream.Stream;

/** The recipes that the benchmark compares. Their lengths are chosen so that no arm trains longer than {@code seed-2019}. */
public final class Arms {
    static final String SEED = "seed-2019";
    static final String RECOMMENDED = "recommended";
    private static final int SIDE = 64;

    private Arms() {}

    /** The arm of that name, or several. */
    public static List<Arm> named(String name) {
        return switch (name) {
            case SEED -> List.of(seed(SEED, 0.0125));
            case "seed-2019-tuned" -> List.of(seed(name, 0.001));
            case "seed-2019-random-sites" -> List.of(leaking());
            case RECOMMENDED -> List.of(recommended());
            case "ablation" -> ablation();
            default ->
                throw new UserError("--arms " + name
                        + "; expected seed-2019, seed-2019-tuned, seed-2019-random-sites, recommended or ablation");
        };
    }

    /** The faster engine, if the build for this platform has it. */
    public static String engineHere() {
        String system = System.getProperty("os.name", "");
        String processor = System.getProperty("os.arch", "");
        boolean wide = processor.equals("amd64") || processor.equals("x86_64");
        return system.startsWith("Mac") ? (wide ? "dl4j" : "torch") : (wide ? "torch" : "dl4j");
    }

    /** The code of 2019: its network, its augmentation, pixels divided by 255, its rate for each sample of a batch. */
    private static Arm seed(String name, double rate) {
        return new Arm(
                name,
                RunSpecification.newBuilder()
                        .setNetwork(NetworkSettings.newBuilder().setName("six-branch"))
                        .setNormalization("unit")
                        .setAugmentation("seed-2019")
                        .setImageSide(SIDE)
                        .setBatchSize(32)
                        .setEpochs(16)
                        .setLearningRate(rate(rate))
                        .build());
    }

    /** As {@code seed-2019-tuned}, but evaluated as in 2019: on sites whose wells were trained on. */
    private static Arm leaking() {
        Arm tuned = seed("seed-2019-random-sites", 0.001);
        RandomSites split =
                RandomSites.newBuilder().setValidationShare(0.1).setDrawTest(-1).build();
        return new Arm(
                tuned.name(),
                tuned.settings().toBuilder()
                        .setSplit(Split.newBuilder().setRandomSites(split))
                        .build());
    }

    private static Arm recommended() {
        return new Arm(
                RECOMMENDED,
                RunSpecification.newBuilder()
                        .setNetwork(NetworkSettings.newBuilder().setName("stacked-resnet"))
                        .setNormalization("sample")
                        .setAugmentation("recommended")
                        .setImageSide(SIDE)
                        .setBatchSize(16)
                        .setEpochs(40)
                        .setLearningRate(rate(0.002))
                        .build());
    }

    private static LearningRate rate(double base) {
        return LearningRate.newBuilder()
                .setSchedule("warmup-cosine")
                .setBase(base)
                .build();
    }

    /** The recommended recipe, and the same with one part at a time as in 2019. */
    private static List<Arm> ablation() {
        RunSpecification whole = recommended().settings();
        Arm seed = seed(SEED, 0.001);
        return Stream.of(
                        recommended(),
                        without("normalization", whole.toBuilder().setNormalization("unit")),
                        without("augmentation", whole.toBuilder().setAugmentation("seed-2019")),
                        without("any augmentation", whole.toBuilder().setAugmentation("none")),
                        without(
                                "schedule",
                                whole.toBuilder()
                                        .setLearningRate(rate(0.002).toBuilder().setSchedule("constant"))),
                        without(
                                "network",
                                whole.toBuilder()
                                        .setNetwork(seed.settings().getNetwork())
                                        .setEpochs(seed.settings().getEpochs())
                                        .setLearningRate(seed.settings().getLearningRate())))
                .toList();
    }

    private static Arm without(String part, RunSpecification.Builder settings) {
        return new Arm(RECOMMENDED + " without its " + part, settings.build());
    }
}
