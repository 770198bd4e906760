package io.wellstream.trainer.memory;

import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.plan.NetworkChoice;
import io.wellstream.trainer.plan.RefusedRunException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The sizes of a run on which its memory depends, counted in the table of wells before there is a manifest. Where the run's
 * plan would give fewer, these are upper bounds.
 *
 * @param wells of the data set, all of which are in the manifest
 * @param sites of these wells
 * @param evaluated sites whose network outputs are kept to the end of an evaluation
 */
record Workload(RunSpecification run, int channels, int classes, long wells, long sites, long evaluated) {
    /** A set that is drawn gets at most one in so many experiments. */
    private static final int DRAWN_SHARE = 6;

    /** The workload of a run; empty if the data set has no wells for it, and the run will be refused for that. */
    static Optional<Workload> of(RunSpecification run, Collection<WellIngested> wells) {
        Set<String> labels = new HashSet<>();
        Set<String> named = namedExperiments(run);
        int channels = 0;
        long sites = 0;
        long candidates = 0;
        long evaluated = 0;
        long predicted = 0;
        for (WellIngested well : wells) {
            sites += well.getSitesCount();
            predicted += isPredicted(run, well) ? well.getSitesCount() : 0;
            if (isCandidate(run, well)) {
                labels.add(run.getTarget() == Target.TARGET_CELL_TYPE ? well.getCellType() : well.getLabel());
                candidates += well.getSitesCount();
                evaluated += named.contains(well.getWell().getExperiment()) ? well.getSitesCount() : 0;
                channels = Math.max(channels, well.getSites(0).getImagesCount());
            }
        }
        long kept = Math.min(candidates, evaluated + drawnSets(run) * candidates / DRAWN_SHARE);
        return labels.size() < 2
                ? Optional.empty()
                : Optional.of(new Workload(run, channels, labels.size(), wells.size(), sites, kept + predicted));
    }

    /** @throws RefusedRunException if the settings do not fit together */
    NetworkSpec network() {
        return NetworkChoice.of(run, channels, classes);
    }

    int batchSize() {
        return run.getBatchSize();
    }

    Workload withBatchSize(int size) {
        return with(run.toBuilder().setBatchSize(size).build());
    }

    Workload withSide(int side) {
        return with(run.toBuilder().setImageSide(side).build());
    }

    private Workload with(RunSpecification other) {
        return new Workload(other, channels, classes, wells, sites, evaluated);
    }

    private static boolean isCandidate(RunSpecification run, WellIngested well) {
        return well.getSubset() == Subset.SUBSET_TRAIN
                && well.getSitesCount() > 0
                && !well.getLabel().isEmpty()
                && (run.getCellType().isEmpty() || run.getCellType().equals(well.getCellType()));
    }

    /** Whether the well is of the screen's test part; its controls, which are not predicted, are counted too. */
    private static boolean isPredicted(RunSpecification run, WellIngested well) {
        return run.getPredictTestPart()
                && well.getSubset() == Subset.SUBSET_TEST
                && (run.getCellType().isEmpty() || run.getCellType().equals(well.getCellType()));
    }

    private static Set<String> namedExperiments(RunSpecification run) {
        Set<String> named = new HashSet<>(run.getSplit().getRandomSites().getTestList());
        named.addAll(run.getSplit().getByExperiment().getValidationList());
        named.addAll(run.getSplit().getByExperiment().getTestList());
        return named;
    }

    private static int drawnSets(RunSpecification run) {
        if (run.getSplit().hasRandomSites()) {
            RandomSites split = run.getSplit().getRandomSites();
            return split.getTestCount() == 0 && split.getDrawTest() >= 0 ? 2 : 1;
        }
        ByExperiment split = run.getSplit().getByExperiment();
        int validation = split.getValidationCount() == 0 && split.getDrawValidation() >= 0 ? 1 : 0;
        int test = split.getTestCount() == 0 && split.getDrawTest() >= 0 ? 1 : 0;
        return validation + test;
    }
}
