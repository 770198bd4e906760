package io.wellstream.trainer.plan;

import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.BatchSettings;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Target;
import io.wellstream.trainer.order.BatchOrder;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** The order of batches that a run's specification asks for, or why its data do not allow it. */
final class BatchChoice {
    private static final String SHUFFLED = "shuffled";
    private static final String BY_CLASS = "by-class";
    private static final String BY_EXPERIMENT = "by-experiment";
    private static final String BALANCED_EXPERIMENTS = "balanced-experiments";
    private static final List<String> KINDS = List.of(SHUFFLED, BY_CLASS, BY_EXPERIMENT, BALANCED_EXPERIMENTS);

    private BatchChoice() {}

    /** @param run whose batch size and target are complete */
    static void complete(RunSpecification.Builder run) {
        BatchSettings requested = run.getBatches();
        String kind = requested.getKind().isEmpty() ? SHUFFLED : requested.getKind();
        int groups = requested.getGroups();
        if (!KINDS.contains(kind)) {
            throw RefusedRunException.setting("batches.kind", kind, "one of " + String.join(", ", KINDS));
        }
        boolean grouped = kind.equals(BY_CLASS) || kind.equals(BALANCED_EXPERIMENTS);
        if (!grouped && groups != 0) {
            throw RefusedRunException.setting("batches.groups", groups, "0, because batches.kind is " + kind);
        }
        if (groups < 0 || groups == 1 || (groups > 1 && run.getBatchSize() % groups != 0)) {
            throw RefusedRunException.setting(
                    "batches.groups", groups, "0, or 2 or more that divide the batch size " + run.getBatchSize());
        }
        controls(run, kind);
        if (kind.equals(BY_EXPERIMENT) && run.hasControlHead() && requested.getControls() == 0) {
            throw RefusedRunException.setting(
                    "batches.controls",
                    0,
                    "a share, because batches by-experiment have no controls for control_head otherwise");
        }
        if (kind.equals(BY_EXPERIMENT)
                && run.getTarget() == Target.TARGET_TREATMENT_AND_CONTROL
                && requested.getControls() == 0) {
            throw RefusedRunException.setting(
                    "batches.kind",
                    kind,
                    "another kind, because target treatment+control draws controls anew every epoch; or a share"
                            + " batches.controls of them in each batch");
        }
        if (kind.equals(SHUFFLED)) {
            run.clearBatches();
        } else {
            run.setBatches(requested.toBuilder().setKind(kind));
        }
    }

    private static void controls(RunSpecification.Builder run, String kind) {
        double share = run.getBatches().getControls();
        if (!(share >= 0 && share < 1)) {
            throw RefusedRunException.setting("batches.controls", share, "0 or more and less than 1");
        }
        if (share == 0) {
            return;
        }
        if (!kind.equals(BY_EXPERIMENT)) {
            throw RefusedRunException.setting("batches.controls", share, "0 unless batches.kind is " + BY_EXPERIMENT);
        }
        if (run.getTarget() != Target.TARGET_TREATMENT && run.getTarget() != Target.TARGET_TREATMENT_AND_CONTROL) {
            throw RefusedRunException.setting(
                    "batches.controls", share, "0, because the batches of this target have their controls already");
        }
        int perBatch = Math.toIntExact(Math.round(share * run.getBatchSize()));
        if (perBatch == 0 || perBatch > run.getBatchSize() - 1) {
            throw RefusedRunException.setting(
                    "batches.controls",
                    share,
                    "a share that leaves batches of " + run.getBatchSize()
                            + " at least one control and one other site");
        }
    }

    /** The same with the default written out, for people. */
    static void writeOut(RunSpecification.Builder run) {
        if (!run.hasBatches()) {
            run.setBatches(BatchSettings.newBuilder().setKind(SHUFFLED));
        }
    }

    /** @throws RefusedRunException if the training examples cannot be put into such batches */
    static BatchOrder<Example> of(RunSpecification run, Examples examples) {
        int size = run.getBatchSize() - BatchControls.perBatch(run);
        return switch (run.getBatches().getKind()) {
            case BY_CLASS -> {
                SortedMap<String, List<Example>> classes = BatchOrder.groups(
                        examples.training(), example -> examples.classes().get(example.label()));
                for (List<Example> group : examples.rationed()) {
                    classes.put(
                            group.getFirst().well().label(),
                            group.subList(0, Math.min(group.size(), examples.ration())));
                }
                yield new BatchOrder.Balanced<>(Example::label, perBatch(run, classes, "class"));
            }
            case BALANCED_EXPERIMENTS ->
                new BatchOrder.Balanced<>(BatchChoice::experiment, perBatch(run, byExperiment(examples), "experiment"));
            case BY_EXPERIMENT -> {
                byExperiment(examples).forEach((experiment, sites) -> {
                    if (sites.size() < size) {
                        throw RefusedRunException.setting(
                                "batch_size",
                                run.getBatchSize(),
                                "at most " + (sites.size() + run.getBatchSize() - size)
                                        + ", the training sites of experiment " + experiment
                                        + (size < run.getBatchSize() ? " and the controls" : "")
                                        + ", because batches are by-experiment");
                    }
                });
                yield new BatchOrder.OneGroup<>(BatchChoice::experiment);
            }
            default -> new BatchOrder.Shuffled<>();
        };
    }

    private static ExperimentId experiment(Example example) {
        return example.well().id().experiment();
    }

    private static SortedMap<ExperimentId, List<Example>> byExperiment(Examples examples) {
        return BatchOrder.groups(examples.training(), BatchChoice::experiment);
    }

    /** How many groups a batch shows: as asked, or the most that leave each two or more samples. */
    private static <G> int perBatch(RunSpecification run, Map<G, List<Example>> groups, String what) {
        int asked = run.getBatches().getGroups();
        int size = run.getBatchSize();
        int smallest = smallest(groups.values());
        if (asked == 0) {
            return IntStream.rangeClosed(2, Math.min(groups.size(), size / 2))
                    .filter(count -> size % count == 0 && size / count <= smallest)
                    .max()
                    .orElseThrow(() -> RefusedRunException.setting(
                            "batches.kind",
                            run.getBatches().getKind(),
                            "shuffled: no number of groups of two or more samples fills batches of " + size + " from "
                                    + groups.size() + " groups, each a " + what + ", of which the smallest has "
                                    + smallest + " training sites"));
        }
        if (asked > groups.size()) {
            throw RefusedRunException.setting(
                    "batches.groups",
                    asked,
                    "at most " + groups.size() + ", one for each " + what + " of the training");
        }
        if (size / asked > smallest) {
            G few = groups.entrySet().stream()
                    .filter(group -> group.getValue().size() == smallest)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
            throw RefusedRunException.setting(
                    "batches.groups",
                    asked,
                    "more groups, or smaller batches: " + what + " " + few + " has " + smallest
                            + " training sites, and each batch needs " + size / asked);
        }
        return asked;
    }

    private static int smallest(Collection<List<Example>> groups) {
        return groups.stream().mapToInt(List::size).min().orElse(0);
    }
}
