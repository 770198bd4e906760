package io.wellstream.trainer.plan;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.Target;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.keys.WellKeys;
import java.util.List;
import java.util.function.Function;

/**
 * Turns what somebody asked for into all that a run does: blanks become the defaults of this version, written into the
 * run's record, so that a later version with other defaults repeats the run unchanged. A value that cannot work is
 * refused with its key, itself and what is allowed.
 */
public final class EffectiveSpecification {
    /** What a run draws its choices from unless told otherwise. */
    public static final long DEFAULT_SEED = 1;

    private static final List<String> NETWORKS = List.of("six-branch", "stacked-resnet");
    private static final List<String> NORMALIZATIONS =
            List.of("unit", "dataset", "sample", "plate", "experiment", "controls");
    private static final List<String> AUGMENTATIONS = List.of("none", "seed-2019", "recommended");
    private static final List<String> SCHEDULES = List.of("constant", "plateau", "warmup-cosine");
    private static final List<String> OPTIMIZERS = List.of("adam", "nadam");
    /** The seed's rule, 0.1 × batch / 256, was made for plain SGD; Adam and Nadam want a tenth of it. */
    private static final double RATE_PER_SAMPLE = 0.1 / 256 * 0.1;

    private EffectiveSpecification() {}

    /** The specification with every blank filled; filling an effective one again changes nothing. */
    public static RunSpecification of(RunSpecification asked) {
        RunSpecification.Builder run = asked.toBuilder();
        parse("dataset", asked.getDataset(), DatasetId::new, "a data set's name");
        if (!asked.getCellType().isEmpty()) {
            parse("cell_type", asked.getCellType(), CellType::new, "a cell type of the screen, or nothing for all");
        }
        asked.getExcludedList().forEach(well -> parse("excluded", well, WellKeys::wellOf, "wells of the data set"));
        run.setTarget(target(asked.getTarget()));
        run.setSplit(split(asked.getSplit()));
        run.setSeed(asked.getSeed() == 0 ? DEFAULT_SEED : asked.getSeed());
        run.setNormalization(choice("normalization", asked.getNormalization(), "sample", NORMALIZATIONS));
        run.setAugmentation(choice("augmentation", asked.getAugmentation(), "recommended", AUGMENTATIONS));
        run.setOptimizer(choice("optimizer", asked.getOptimizer(), "adam", OPTIMIZERS));
        run.setImageSide(number("image_side", asked.getImageSide(), 224, 16, 1_024));
        run.setBatchSize(number("batch_size", asked.getBatchSize(), 32, 2, 1_024));
        run.setEpochs(number("epochs", asked.getEpochs(), 30, 1, 100_000));
        run.setPatienceEpochs(number("patience_epochs", asked.getPatienceEpochs(), 0, 0, 100_000));
        run.setCheckpointEverySteps(number("checkpoint_every_steps", asked.getCheckpointEverySteps(), 0, 0, 1_000_000));
        share("label_smoothing", asked.getLabelSmoothing());
        if (!(asked.getGradientClip() >= 0)) {
            throw RefusedRunException.setting("gradient_clip", asked.getGradientClip(), "0 (none) or more");
        }
        run.setNetwork(network(asked.getNetwork()));
        run.setLearningRate(learningRate(asked.getLearningRate(), run.getBatchSize()));
        return run.build();
    }

    private static Target target(Target asked) {
        return switch (asked) {
            case TARGET_UNSPECIFIED -> Target.TARGET_TREATMENT;
            case UNRECOGNIZED ->
                throw RefusedRunException.setting(
                        "target", asked, "treatment, control, treatment and control, or cell type");
            case TARGET_TREATMENT, TARGET_CONTROL, TARGET_TREATMENT_AND_CONTROL, TARGET_CELL_TYPE -> asked;
        };
    }

    private static Split split(Split asked) {
        return switch (asked.getKindCase()) {
            case KIND_NOT_SET ->
                Split.newBuilder()
                        .setByExperiment(ByExperiment.getDefaultInstance())
                        .build();
            case BY_EXPERIMENT -> {
                ByExperiment split = asked.getByExperiment();
                split.getValidationList()
                        .forEach(name -> parse(
                                "split.by_experiment.validation", name, ExperimentId::new, "names of experiments"));
                split.getTestList()
                        .forEach(name ->
                                parse("split.by_experiment.test", name, ExperimentId::new, "names of experiments"));
                number("split.by_experiment.draw_validation", split.getDrawValidation(), 0, -1, 1_000);
                number("split.by_experiment.draw_test", split.getDrawTest(), 0, -1, 1_000);
                yield asked;
            }
            case RANDOM_SITES -> {
                double share = asked.getRandomSites().getValidationShare();
                share("split.random_sites.validation_share", share);
                yield share > 0
                        ? asked
                        : Split.newBuilder()
                                .setRandomSites(RandomSites.newBuilder().setValidationShare(0.1))
                                .build();
            }
        };
    }

    private static NetworkSettings network(NetworkSettings asked) {
        String name = choice("network.name", asked.getName(), "stacked-resnet", NETWORKS);
        String input = name.equals("six-branch") ? "six-branch" : "stacked";
        return asked.toBuilder()
                .setName(name)
                .setInput(choice("network.input", asked.getInput(), input, List.of(input)))
                .setBlocks(number("network.blocks", asked.getBlocks(), 0, 0, 32))
                .setWidth(number("network.width", asked.getWidth(), 0, 0, 1_024))
                .setDense(number("network.dense", asked.getDense(), 0, 0, 8_192))
                .setDropout(asked.hasDropout() ? asked.getDropout() : -1)
                .setL2(asked.hasL2() ? asked.getL2() : -1)
                .build();
    }

    private static LearningRate learningRate(LearningRate asked, int batchSize) {
        String schedule = choice("learning_rate.schedule", asked.getSchedule(), "warmup-cosine", SCHEDULES);
        double base = asked.getBase() == 0 ? RATE_PER_SAMPLE * batchSize : asked.getBase();
        if (!(base > 0) || Double.isInfinite(base)) {
            throw RefusedRunException.setting("learning_rate.base", asked.getBase(), "a positive number");
        }
        share("learning_rate.warmup_share", asked.getWarmupShare());
        return LearningRate.newBuilder()
                .setSchedule(schedule)
                .setBase(base)
                .setWarmupShare(asked.getWarmupShare() == 0 ? 1.0 / 30 : asked.getWarmupShare())
                .build();
    }

    private static String choice(String key, String asked, String blank, List<String> allowed) {
        String value = asked.isEmpty() ? blank : asked;
        if (!allowed.contains(value)) {
            throw RefusedRunException.setting(key, asked, "one of " + String.join(", ", allowed));
        }
        return value;
    }

    private static int number(String key, int asked, int blank, int least, int most) {
        int value = asked == 0 ? blank : asked;
        if (value < least || value > most) {
            throw RefusedRunException.setting(key, asked, least + " to " + most);
        }
        return value;
    }

    private static void share(String key, double value) {
        if (!(value >= 0 && value < 1)) {
            throw RefusedRunException.setting(key, value, "0 or more and less than 1");
        }
    }

    private static <T> void parse(String key, T value, Function<T, ?> parser, String allowed) {
        try {
            Object unused = parser.apply(value);
        } catch (IllegalArgumentException | RejectedException e) {
            throw RefusedRunException.setting(key, value, allowed + " (" + e.getMessage() + ")");
        }
    }
}
