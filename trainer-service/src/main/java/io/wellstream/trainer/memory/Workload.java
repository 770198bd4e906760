package io.wellstream.trainer.memory;

import io.wellstream.imaging.screen.Depth;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Target;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.plan.EvaluationBatch;
import io.wellstream.trainer.plan.NetworkChoice;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.wells.DatasetCounts;
import io.wellstream.wire.wells.ExperimentCounts;
import io.wellstream.wire.wells.ExperimentCounts.OfCellType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sizes of a run on which its memory depends, counted in the table of wells before there is a manifest. Where the run's
 * plan would give fewer, these are upper bounds.
 *
 * @param plan of the wells in the experiments whose pages of the manifest the run reads
 * @param evaluated sites whose network outputs are kept to the end of an evaluation
 */
record Workload(RunSpecification run, Images images, int classes, PlanMemory plan, long evaluated) {
    /** What the sites hold. */
    record Images(int channels, Depth depth) {}

    /** A set that is drawn gets at most one in so many experiments. */
    private static final int DRAWN_SHARE = 6;

    /**
     * The workload of a run; empty if the data set has no wells for it, and the run will be refused for that.
     *
     * @param manifestBytes of the object of its manifest; 0 if it has none yet
     */
    static Optional<Workload> of(RunSpecification run, DatasetCounts wells, long manifestBytes) {
        List<Set<String>> labels = new ArrayList<>();
        Set<String> named = namedExperiments(run);
        Images images = new Images(0, Depth.EIGHT);
        long all = 0;
        long largest = 0;
        long sites = 0;
        long candidates = 0;
        long evaluated = 0;
        long predicted = 0;
        for (Map.Entry<String, ExperimentCounts> experiment :
                wells.experiments().entrySet()) {
            if (!isRead(run, experiment.getValue())) {
                continue;
            }
            all += experiment.getValue().wells();
            largest = Math.max(largest, experiment.getValue().wells());
            for (OfCellType counts : experiment.getValue().cellTypes()) {
                sites += counts.sites().all();
                predicted += isPredicted(run, counts) ? counts.sites().test() : 0;
                if (isCandidate(run, counts)) {
                    labels.add(
                            run.getTarget() == Target.TARGET_CELL_TYPE ? Set.of(counts.cellType()) : counts.labels());
                    candidates += counts.sites().labelled();
                    evaluated +=
                            named.contains(experiment.getKey()) ? counts.sites().labelled() : 0;
                    images = new Images(
                            Math.max(images.channels(), counts.channels()),
                            images.depth().isSixteen() ? images.depth() : counts.depth());
                }
            }
        }
        int classes = DatasetCounts.union(labels).size();
        long kept = Math.min(candidates, evaluated + drawnSets(run) * candidates / DRAWN_SHARE);
        PlanMemory plan = new PlanMemory(all, sites, images.channels(), largest, manifestBytes);
        return classes < 2 ? Optional.empty() : Optional.of(new Workload(run, images, classes, plan, kept + predicted));
    }

    /** @throws RefusedRunException if the settings do not fit together */
    NetworkSpec network() {
        return NetworkChoice.of(run, channels(), classes);
    }

    public int channels() {
        return images.channels();
    }

    int batchSize() {
        return run.getBatchSize();
    }

    /** The most samples of a batch, of those that batch norms are measured on too. */
    int largestBatch() {
        return EvaluationBatch.largest(run, channels());
    }

    Workload withBatchSize(int size) {
        return with(run.toBuilder().setBatchSize(size).build());
    }

    Workload withSide(int side) {
        return with(run.toBuilder().setImageSide(side).build());
    }

    private Workload with(RunSpecification other) {
        return new Workload(other, images, classes, plan, evaluated);
    }

    /** As {@link io.wellstream.trainer.manifest.Pages} chooses; an experiment that is read for an excluded well is not counted. */
    private static boolean isRead(RunSpecification run, ExperimentCounts experiment) {
        return run.getCellType().isEmpty()
                || experiment.cellTypes().stream()
                        .anyMatch(counts -> counts.cellType().equals(run.getCellType()));
    }

    private static boolean isCandidate(RunSpecification run, OfCellType counts) {
        return counts.sites().labelled() > 0
                && (run.getCellType().isEmpty() || run.getCellType().equals(counts.cellType()));
    }

    /** Whether the wells of the screen's test part are predicted; its controls, which are not, are counted too. */
    private static boolean isPredicted(RunSpecification run, OfCellType counts) {
        return run.getPredictTestPart()
                && (run.getCellType().isEmpty() || run.getCellType().equals(counts.cellType()));
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
