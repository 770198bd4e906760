package io.wellstream.trainer.plan;

import io.wellstream.imaging.random.SplitMix64;
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
 * Which experiments are used for training, validation and test. No experiment is in two sets, except under
 * {@code random-sites}, which leaks by design; a warning goes with its results.
 */
public sealed interface Split {
    /**
     * With fewer experiments of a cell type than this, all of them are used for training, for a fixed length, and the last
     * checkpoint is published.
     */
    int ENOUGH_FOR_THREE_SETS = 6;

    /** As a number to draw: none. */
    int NONE = -1;

    /** Labelled experiments to train on. Under {@code random-sites} some of their sites are validated instead. */
    SortedSet<ExperimentId> training();

    /** Labelled experiments for early stopping, the choice of the best checkpoint and the temperature; none under random-sites. */
    SortedSet<ExperimentId> validation();

    /** Labelled experiments that are evaluated once, at the end; only these count as unseen. */
    SortedSet<ExperimentId> test();

    /** Whether a site of a training well is held back for validation; false for whole-experiment splits. */
    boolean holdsBack(SiteId site);

    /** Whether training and validation share experiments. */
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

    /**
     * A share of the sites of the training experiments, drawn by seed; the other sites of the same wells are trained on. Test
     * experiments are whole, as in the other split.
     */
    record RandomSites(SortedSet<ExperimentId> training, SortedSet<ExperimentId> test, double share, long seed)
            implements Split {
        @Override
        public SortedSet<ExperimentId> validation() {
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

    /** The requested split of the labelled experiments of each cell type in scope. */
    static Split of(
            io.wellstream.proto.v1.Split requested, SortedMap<CellType, SortedSet<ExperimentId>> labelled, long seed) {
        TreeSet<ExperimentId> all = new TreeSet<>();
        labelled.values().forEach(all::addAll);
        if (all.isEmpty()) {
            throw new RefusedRunException("no labelled well of the training part is in the run's scope; "
                    + "check dataset, cell_type, target and excluded");
        }
        return switch (requested.getKindCase()) {
            case RANDOM_SITES -> randomSites(requested.getRandomSites(), labelled, all, seed);
            case BY_EXPERIMENT, KIND_NOT_SET -> wholeExperiments(requested.getByExperiment(), labelled, all, seed);
        };
    }

    /** Experiments that the run names, and how many to draw of each cell type if it names none. */
    record Wanted(SortedSet<ExperimentId> named, int draw) {}

    private static Split randomSites(
            io.wellstream.proto.v1.RandomSites requested,
            SortedMap<CellType, SortedSet<ExperimentId>> labelled,
            SortedSet<ExperimentId> all,
            long seed) {
        SortedSet<ExperimentId> named = named("split.random_sites.test", requested.getTestList(), all);
        Wanted test = new Wanted(named, requested.hasDrawTest() ? requested.getDrawTest() : NONE);
        Wanted validation = new Wanted(new TreeSet<>(), NONE);
        SortedSet<ExperimentId> training = drawn(labelled, seed, test, validation);
        return new RandomSites(training, test.named(), requested.getValidationShare(), seed);
    }

    private static Split wholeExperiments(
            ByExperiment requested,
            SortedMap<CellType, SortedSet<ExperimentId>> labelled,
            SortedSet<ExperimentId> all,
            long seed) {
        Wanted test =
                new Wanted(named("split.by_experiment.test", requested.getTestList(), all), requested.getDrawTest());
        Wanted validation = new Wanted(
                named("split.by_experiment.validation", requested.getValidationList(), all),
                requested.getDrawValidation());
        for (ExperimentId experiment : validation.named()) {
            if (test.named().contains(experiment)) {
                throw RefusedRunException.setting(
                        "split.by_experiment.validation", experiment, "an experiment that is not also named in test");
            }
        }
        SortedSet<ExperimentId> training = drawn(labelled, seed, test, validation);
        return new WholeExperiments(training, validation.named(), test.named());
    }

    /**
     * Adds drawn experiments to the sets that name none, and returns the experiments that are left for training. The test set is
     * drawn first, so it does not depend on the validation set.
     */
    private static SortedSet<ExperimentId> drawn(
            SortedMap<CellType, SortedSet<ExperimentId>> labelled, long seed, Wanted test, Wanted validation) {
        boolean drawTest = test.named().isEmpty();
        boolean drawValidation = validation.named().isEmpty();
        SortedSet<ExperimentId> training = new TreeSet<>();
        labelled.forEach((cellType, experiments) -> {
            List<ExperimentId> free = new ArrayList<>(experiments);
            free.removeAll(test.named());
            free.removeAll(validation.named());
            SplitMix64.of(seed, "split " + cellType, 0).shuffle(free);
            if (drawTest) {
                draw(free, count(test.draw(), experiments.size()), test.named());
            }
            if (drawValidation) {
                draw(free, count(validation.draw(), experiments.size()), validation.named());
            }
            if (free.isEmpty()) {
                throw RefusedRunException.setting(
                        "split",
                        "validation " + validation.named() + ", test " + test.named(),
                        "at least one of the " + experiments.size() + " labelled experiments of " + cellType
                                + " left to train on");
            }
            training.addAll(free);
        });
        return training;
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

    /** The requested number; 0 means an eighth, at least one, if there are enough for three sets; −1 means none. */
    private static int count(int requested, int experiments) {
        if (requested != 0) {
            return Math.max(0, requested);
        }
        return experiments < ENOUGH_FOR_THREE_SETS ? 0 : Math.max(1, Math.round(experiments / 8f));
    }

    private static void draw(List<ExperimentId> free, int count, SortedSet<ExperimentId> into) {
        for (int i = 0; i < count && !free.isEmpty(); i++) {
            into.add(free.removeLast());
        }
    }
}
