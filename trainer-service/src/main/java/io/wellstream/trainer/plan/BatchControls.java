package io.wellstream.trainer.plan;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.random.SplitMix64;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Target;
import io.wellstream.trainer.order.BatchOrder;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The control sites that end each training batch, from the experiment of its other sites. Which they are depends on the run's seed, the
 * epoch and the batch's index alone.
 *
 * @param perBatch how many; 0 for none
 * @param labelled whether they are classes; if not, they have no labels and only enter the statistics of batch norms
 */
record BatchControls(long seed, int perBatch, boolean labelled, Map<ExperimentId, List<Example>> experiments) {
    private static final BatchControls NONE = new BatchControls(0, 0, false, Map.of());

    BatchControls {
        experiments = Map.copyOf(experiments);
    }

    /** How many sites of a batch are controls, as a complete specification says. */
    static int perBatch(RunSpecification run) {
        return Math.toIntExact(Math.round(run.getBatches().getControls() * run.getBatchSize()));
    }

    /** @throws RefusedRunException if a training experiment has fewer controls than a batch needs */
    static BatchControls of(RunSpecification run, DataSet data, Examples examples) {
        int perBatch = perBatch(run);
        if (perBatch == 0) {
            return NONE;
        }
        boolean labelled = run.getTarget() == Target.TARGET_TREATMENT_AND_CONTROL || run.hasControlHead();
        SortedSet<ExperimentId> trained = new TreeSet<>();
        examples.training().forEach(example -> trained.add(example.well().id().experiment()));
        List<Example> controls =
                labelled ? examples.rationed().stream().flatMap(List::stream).toList() : unlabelled(run, data, trained);
        Map<ExperimentId, List<Example>> experiments =
                BatchOrder.groups(controls, example -> example.well().id().experiment());
        for (ExperimentId experiment : trained) {
            int known = experiments.getOrDefault(experiment, List.of()).size();
            if (known < perBatch) {
                throw RefusedRunException.setting(
                        "batches.controls",
                        run.getBatches().getControls(),
                        "a share of at most " + known + " sites a batch, because training experiment " + experiment
                                + " has " + known + " sites of controls");
            }
        }
        return new BatchControls(run.getSeed(), perBatch, labelled, experiments);
    }

    private static List<Example> unlabelled(RunSpecification run, DataSet data, SortedSet<ExperimentId> trained) {
        Scope scope = Scope.of(run);
        return data.wells().stream()
                .filter(well -> well.isControl()
                        && scope.covers(well)
                        && trained.contains(well.id().experiment()))
                .flatMap(well -> well.sites().stream().map(site -> new Example(well, site, Batch.NO_LABEL)))
                .toList();
    }

    /** The batch with its controls at the end. */
    List<Example> join(List<Example> batch, int epoch, int index) {
        if (perBatch == 0) {
            return batch;
        }
        ExperimentId experiment = batch.getFirst().well().id().experiment();
        List<Example> drawn = new ArrayList<>(experiments.getOrDefault(experiment, List.of()));
        SplitMix64.of(seed, "controls " + epoch, index).shuffle(drawn);
        return Stream.concat(batch.stream(), drawn.stream().limit(perBatch)).toList();
    }

    /** How many of a batch's samples have labels: the first ones. */
    int labelled(int samples) {
        return labelled ? samples : samples - perBatch;
    }
}
