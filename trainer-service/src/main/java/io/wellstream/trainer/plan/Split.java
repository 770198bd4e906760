package io.wellstream.trainer.plan;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.proto.v1.ByExperiment;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which experiments train, validate and test a run. No experiment stands in two sets, except under {@code random-sites},
 * which leaks by design and says so wherever its result is shown.
 */
public sealed interface Split {
    /**
     * Fewer experiments of a cell type than this are too few for three sets: all of them train, for a fixed length, and
     * the last checkpoint is taken.
     */
    int ENOUGH_FOR_THREE_SETS = 6;

    /** Labelled experiments that train; under {@code random-sites} all of them. */
    SortedSet<ExperimentId> training();

    /** Labelled experiments that stopping, the best checkpoint and the temperature are chosen on. */
    SortedSet<ExperimentId> validation();

    /** Labelled experiments that are scored once, at the end; only these may be called unseen. */
    SortedSet<ExperimentId> test();

    /** Whether a site of a training well is held back for validation; false for whole-experiment splits. */
    boolean holdsBack(SiteId site);

    /** Whether what the run learns from and what judges it share experiments. */
    boolean leaks();

    /** Whole experiments. */
    record WholeExperiments(
            SortedSet<ExperimentId> training, SortedSet<ExperimentId> validation, SortedSet<ExperimentId> test)
            implements Split {
        @Override
        public boolean holdsBack(SiteId site) {
            return false;
        }

        @Override
        public boolean leaks() {
            return false;
        }
    }

    /** A share of the sites, drawn by seed; their sibling sites and their experiments' other wells are trained on. */
    record RandomSites(SortedSet<ExperimentId> training, double share, long seed) implements Split {
        @Override
        public SortedSet<ExperimentId> validation() {
            return new TreeSet<>();
        }

        @Override
        public SortedSet<ExperimentId> test() {
            return new TreeSet<>();
        }

        @Override
        public boolean holdsBack(SiteId site) {
            return SplitMix64.of(seed, site.toString(), 0).below(1_000_000) < share * 1_000_000;
        }

        @Override
        public boolean leaks() {
            return true;
        }
    }

    /** The split asked for, over the labelled experiments of each cell type in scope. */
    static Split of(
            io.wellstream.proto.v1.Split asked, SortedMap<CellType, SortedSet<ExperimentId>> labelled, long seed) {
        TreeSet<ExperimentId> all = new TreeSet<>();
        labelled.values().forEach(all::addAll);
        if (all.isEmpty()) {
            throw new RefusedRunException("no labelled well of the training part is in the run's scope; "
                    + "check dataset, cell_type, target and excluded");
        }
        return switch (asked.getKindCase()) {
            case RANDOM_SITES -> new RandomSites(all, asked.getRandomSites().getValidationShare(), seed);
            case BY_EXPERIMENT, KIND_NOT_SET -> wholeExperiments(asked.getByExperiment(), labelled, all, seed);
        };
    }

    private static Split wholeExperiments(
            ByExperiment asked,
            SortedMap<CellType, SortedSet<ExperimentId>> labelled,
            SortedSet<ExperimentId> all,
            long seed) {
        SortedSet<ExperimentId> test = named("split.by_experiment.test", asked.getTestList(), all);
        SortedSet<ExperimentId> validation = named("split.by_experiment.validation", asked.getValidationList(), all);
        for (ExperimentId experiment : validation) {
            if (test.contains(experiment)) {
                throw RefusedRunException.setting(
                        "split.by_experiment.validation", experiment, "an experiment that is not also named in test");
            }
        }
        boolean drawTest = test.isEmpty();
        boolean drawValidation = validation.isEmpty();
        labelled.forEach((cellType, experiments) -> {
            List<ExperimentId> free = new ArrayList<>(experiments);
            free.removeAll(test);
            free.removeAll(validation);
            SplitMix64.of(seed, "split " + cellType, 0).shuffle(free);
            if (drawTest) {
                draw(free, count(asked.getDrawTest(), experiments.size()), test);
            }
            if (drawValidation) {
                draw(free, count(asked.getDrawValidation(), experiments.size()), validation);
            }
            if (free.isEmpty()) {
                throw RefusedRunException.setting(
                        "split.by_experiment",
                        "validation " + validation + ", test " + test,
                        "at least one of the " + experiments.size() + " labelled experiments of " + cellType
                                + " left to train on");
            }
        });
        SortedSet<ExperimentId> training = new TreeSet<>(all);
        training.removeAll(test);
        training.removeAll(validation);
        return new WholeExperiments(training, validation, test);
    }

    private static SortedSet<ExperimentId> named(String key, List<String> names, SortedSet<ExperimentId> all) {
        SortedSet<ExperimentId> named = new TreeSet<>();
        for (String name : names) {
            ExperimentId experiment = new ExperimentId(name);
            if (!all.contains(experiment)) {
                throw RefusedRunException.setting(key, name, "labelled experiments in scope: " + all);
            }
            named.add(experiment);
        }
        return named;
    }

    /** Asked for: 0 leaves it to the rule (an eighth, at least one, if there are enough for three sets), −1 wants none. */
    private static int count(int asked, int experiments) {
        if (asked != 0) {
            return Math.max(0, asked);
        }
        return experiments < ENOUGH_FOR_THREE_SETS ? 0 : Math.max(1, Math.round(experiments / 8f));
    }

    private static void draw(List<ExperimentId> free, int count, SortedSet<ExperimentId> into) {
        for (int i = 0; i < count && !free.isEmpty(); i++) {
            into.add(free.removeLast());
        }
    }
}
