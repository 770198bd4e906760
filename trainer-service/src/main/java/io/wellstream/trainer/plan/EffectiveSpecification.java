package io.wellstream.trainer.plan;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.Target;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.keys.WellKeys;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Completes a requested specification: blanks become the defaults of this version. They are written into the run's record,
 * so that a later version with other defaults repeats the run unchanged. A value that cannot work is refused; the message
 * names the key, the value and what is allowed.
 */
public final class EffectiveSpecification {
    /** The seed of a run that names none. */
    public static final long DEFAULT_SEED = 1;

    /** What a blank setting means, also in a record: these were added later, and older versions must read the record as we do. */
    public static final Map<String, String> BLANK =
            Map.of("engine", "dl4j", "precision", "float32", "illumination", "none");

    private static final int CHECKPOINT_EVERY_MINUTES = 10;
    private static final int BATCH_SIZE = 32;

    private static final List<String> NORMALIZATIONS =
            List.of("unit", "dataset", "sample", "plate", "experiment", "controls");
    private static final List<String> AUGMENTATIONS = List.of("none", "seed-2019", "recommended", "full-resolution");
    private static final List<String> SCHEDULES = List.of("constant", "plateau", "warmup-cosine");
    private static final List<String> ENGINES = List.of("dl4j", "torch", "any");
    private static final List<String> ILLUMINATIONS = List.of("none", "plate");
    private static final List<String> PRECISIONS = List.of("float32", "bf16", "fp16");

    private EffectiveSpecification() {}

    /**
     * The specification with every blank filled. Completing a complete one changes nothing, also if an older version completed it:
     * settings that it did not have stay blank, and the plan reads blanks as that version did.
     */
    public static RunSpecification of(RunSpecification asked) {
        RunSpecification requested = Preset.fill(asked, BATCH_SIZE);
        RunSpecification.Builder run = requested.toBuilder();
        parse("dataset", requested.getDataset(), DatasetId::new, "a data set's name");
        if (!requested.getCellType().isEmpty()) {
            parse("cell_type", requested.getCellType(), CellType::new, "a cell type of the screen, or empty for all");
        }
        requested.getExcludedList().forEach(well -> parse("excluded", well, WellKeys::wellOf, "wells of the data set"));
        run.setTarget(target(requested.getTarget()));
        run.setSeed(requested.hasSeed() ? requested.getSeed() : DEFAULT_SEED);
        if (!isOlder(requested)) {
            run.setSplitSeed(requested.hasSplitSeed() ? requested.getSplitSeed() : run.getSeed());
            run.setBestBy(choice("best_by", requested.getBestBy(), BestBy.VALIDATION_LOSS.toString(), BestBy.keys()));
            run.setCheckpointEveryMinutes(
                    requested.hasCheckpointEveryMinutes()
                            ? requested.getCheckpointEveryMinutes()
                            : CHECKPOINT_EVERY_MINUTES);
        }
        run.setSplit(split(requested.getSplit(), !isOlder(requested)));
        run.setNormalization(choice("normalization", requested.getNormalization(), "sample", NORMALIZATIONS));
        run.setIllumination(blankable("illumination", requested.getIllumination(), ILLUMINATIONS));
        run.setAugmentation(choice("augmentation", requested.getAugmentation(), "recommended", AUGMENTATIONS));
        Optimization.complete(run);
        run.setImageSide(number("image_side", requested.hasImageSide() ? requested.getImageSide() : 224, 16, 1_024));
        run.setBatchSize(
                number("batch_size", requested.hasBatchSize() ? requested.getBatchSize() : BATCH_SIZE, 2, 1_024));
        run.setEpochs(number("epochs", requested.hasEpochs() ? requested.getEpochs() : 30, 1, 100_000));
        run.setPatienceEpochs(number("patience_epochs", requested.getPatienceEpochs(), 0, 100_000));
        run.setCheckpointEverySteps(
                number("checkpoint_every_steps", requested.getCheckpointEverySteps(), 0, 1_000_000));
        number("checkpoint_every_minutes", run.getCheckpointEveryMinutes(), 0, 100_000);
        share("label_smoothing", requested.getLabelSmoothing());
        if (requested.getLabelSmoothing() == 0) {
            run.clearLabelSmoothing(); // as in records of versions in which it had no presence
        }
        if (!(requested.getGradientClip() >= 0)) {
            throw RefusedRunException.setting("gradient_clip", requested.getGradientClip(), "0 (none) or more");
        }
        run.setEngine(blankable("engine", requested.getEngine(), ENGINES));
        run.setPrecision(blankable("precision", requested.getPrecision(), PRECISIONS));
        if (!run.getPrecision().equals(precisionFor(run.getEngine(), run.getPrecision()))) {
            throw RefusedRunException.setting("precision", run.getPrecision(), "float32 unless engine is torch");
        }
        VariationSettings.complete(run);
        HeadControls.complete(run);
        CellTypeInput.check(run);
        BatchChoice.complete(run);
        AdaptationSettings.complete(run);
        StartChoice.check(run);
        TransductionChoice.complete(run);
        run.setNetwork(NetworkCompletion.of(requested.getNetwork()));
        run.setLearningRate(learningRate(requested.getLearningRate(), Optimization.defaultRate(run)));
        if (!isOlder(requested)) {
            PromotionPolicy promotion = promotion(requested);
            run.setPromotion(promotion.toString()).setPromote(promotion == PromotionPolicy.ALWAYS);
        }
        return run.build();
    }

    /** A complete specification with all that it leaves blank written out, for people; completing it gives the same again. */
    public static RunSpecification writtenOut(RunSpecification complete) {
        RunSpecification.Builder run = complete.toBuilder();
        if (run.getEngine().isEmpty()) {
            run.setEngine(BLANK.getOrDefault("engine", ""));
        }
        if (run.getPrecision().isEmpty()) {
            run.setPrecision(BLANK.getOrDefault("precision", ""));
        }
        if (run.getIllumination().isEmpty()) {
            run.setIllumination(BLANK.getOrDefault("illumination", ""));
        }
        run.setLabelSmoothing(complete.getLabelSmoothing());
        run.setEmaDecay(complete.getEmaDecay());
        run.setAccumulate(Math.max(1, complete.getAccumulate()));
        run.setBlockRateDecay(complete.hasBlockRateDecay() ? complete.getBlockRateDecay() : 1);
        VariationSettings.writeOut(run);
        BatchChoice.writeOut(run);
        AdaptationSettings.writeOut(run);
        HeadControls.writeOut(run);
        return run.build();
    }

    /** The precision if the engine can compute in it, else blank. */
    public static String precisionFor(String engine, String precision) {
        return engine.equals("torch") ? precision : "";
    }

    private static String blankable(String key, String requested, List<String> allowed) {
        String blank = BLANK.getOrDefault(key, "");
        String value = choice(key, requested, blank, allowed);
        return value.equals(blank) ? "" : value;
    }

    private static Target target(Target requested) {
        return switch (requested) {
            case TARGET_UNSPECIFIED -> Target.TARGET_TREATMENT;
            case UNRECOGNIZED ->
                throw RefusedRunException.setting(
                        "target", requested, "treatment, control, treatment and control, or cell type");
            case TARGET_TREATMENT, TARGET_CONTROL, TARGET_TREATMENT_AND_CONTROL, TARGET_CELL_TYPE -> requested;
        };
    }

    /**
     * Whether a version without {@code best_by} completed this specification. Its run is planned and evaluated by that version's
     * rules, so that it goes on, and repeats, as it was recorded.
     */
    static boolean isOlder(RunSpecification run) {
        return isComplete(run) && run.getBestBy().isEmpty();
    }

    /** Whether every setting that the first version completed has a value. */
    static boolean isComplete(RunSpecification run) {
        return run.hasSeed()
                && run.hasEpochs()
                && run.hasBatchSize()
                && run.hasImageSide()
                && run.getNetwork().hasDropout()
                && run.getLearningRate().hasWarmupShare()
                && !run.getOptimizer().isEmpty();
    }

    /** Whether a record is that of this completed request; an older version may have completed the same request with less. */
    public static boolean isRecordOf(RunSpecification record, RunSpecification effective) {
        return record.equals(effective)
                || (isOlder(record)
                        && of(record.toBuilder()
                                        .setBestBy(BestBy.VALIDATION_LOSS.toString())
                                        .build())
                                .equals(effective));
    }

    /** A request that sets only {@code promote} was made for a version without {@code promotion}. */
    private static PromotionPolicy promotion(RunSpecification requested) {
        if (requested.getPromotion().isEmpty()) {
            return requested.hasPromote() ? PromotionPolicy.of(requested) : PromotionPolicy.AUTO;
        }
        String promotion = choice("promotion", requested.getPromotion(), "", PromotionPolicy.keys());
        boolean always = promotion.equals(PromotionPolicy.ALWAYS.toString());
        if (requested.getPromote() && !always) {
            throw RefusedRunException.setting("promotion", promotion, "always, because promote is true");
        }
        return PromotionPolicy.of(requested);
    }

    private static Split split(Split requested, boolean drawsTest) {
        return switch (requested.getKindCase()) {
            case KIND_NOT_SET ->
                Split.newBuilder()
                        .setByExperiment(ByExperiment.getDefaultInstance())
                        .build();
            case BY_EXPERIMENT -> {
                ByExperiment split = requested.getByExperiment();
                experiments("split.by_experiment.validation", split.getValidationList());
                experiments("split.by_experiment.test", split.getTestList());
                number("split.by_experiment.draw_validation", split.getDrawValidation(), -1, 1_000);
                number("split.by_experiment.draw_test", split.getDrawTest(), -1, 1_000);
                yield requested;
            }
            case RANDOM_SITES ->
                Split.newBuilder()
                        .setRandomSites(randomSites(requested.getRandomSites(), drawsTest))
                        .build();
        };
    }

    private static RandomSites randomSites(RandomSites requested, boolean drawsTest) {
        double share = requested.hasValidationShare() ? requested.getValidationShare() : 0.1;
        if (!(share > 0 && share < 1)) {
            throw RefusedRunException.setting(
                    "split.random_sites.validation_share", share, "more than 0 and less than 1");
        }
        experiments("split.random_sites.test", requested.getTestList());
        number("split.random_sites.draw_test", requested.getDrawTest(), -1, 1_000);
        RandomSites.Builder split = requested.toBuilder().setValidationShare(share);
        return (drawsTest ? split.setDrawTest(requested.getDrawTest()) : split).build();
    }

    private static void experiments(String key, List<String> names) {
        names.forEach(name -> parse(key, name, ExperimentId::new, "names of experiments"));
    }

    private static LearningRate learningRate(LearningRate requested, double defaultBase) {
        String schedule = choice("learning_rate.schedule", requested.getSchedule(), "warmup-cosine", SCHEDULES);
        double base = requested.hasBase() ? requested.getBase() : defaultBase;
        if (!(base > 0) || Double.isInfinite(base)) {
            throw RefusedRunException.setting("learning_rate.base", requested.getBase(), "a positive number");
        }
        share("learning_rate.warmup_share", requested.getWarmupShare());
        return LearningRate.newBuilder()
                .setSchedule(schedule)
                .setBase(base)
                .setWarmupShare(requested.hasWarmupShare() ? requested.getWarmupShare() : 1.0 / 30)
                .build();
    }

    private static String choice(String key, String requested, String blank, List<String> allowed) {
        String value = requested.isEmpty() ? blank : requested;
        if (!allowed.contains(value)) {
            throw RefusedRunException.setting(key, requested, "one of " + String.join(", ", allowed));
        }
        return value;
    }

    private static int number(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw RefusedRunException.setting(key, value, least + " to " + most);
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
