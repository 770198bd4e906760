package io.wellstream.trainer.plan;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The labelled sites of a run, by their use, each list in the order of its wells.
 *
 * @param classes sorted labels of the training wells; a label's position is its output of the network
 * @param training shown once per epoch
 * @param rationed one list per class of which each epoch shows a limited number: controls, which would outnumber treatments
 * @param validation evaluated after each epoch; a label that is not a class counts as wrong
 * @param test evaluated once, at the end
 */
public record Examples(
        List<String> classes,
        Split split,
        List<Example> training,
        List<List<Example>> rationed,
        List<Example> validation,
        List<Example> test) {

    /** A site with its expected output: a class, or {@link Batch#NO_LABEL} if its label is not a class. */
    public record Example(DataSet.Well well, DataSet.Site site, int label) {}

    /** A well in scope with its label. */
    private record Row(DataSet.Well well, String label) {}

    public Examples {
        classes = List.copyOf(classes);
        training = List.copyOf(training);
        rationed = rationed.stream().map(List::copyOf).toList();
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }

    static Examples of(RunSpecification run, DataSet data) {
        Scope scope = Scope.of(run);
        List<Row> rows = new ArrayList<>();
        SortedMap<CellType, SortedSet<ExperimentId>> labelled = new TreeMap<>();
        for (DataSet.Well well : data.wells()) {
            Optional<String> label = scope.label(well);
            if (label.isPresent()) {
                rows.add(new Row(well, label.get()));
                labelled.computeIfAbsent(well.cellType(), cellType -> new TreeSet<>())
                        .add(well.id().experiment());
            }
        }
        Split split = Split.of(run.getSplit(), labelled, run.getSeed());
        TreeSet<String> classes = new TreeSet<>();
        for (Row row : rows) {
            if (split.training().contains(row.well().id().experiment())) {
                classes.add(row.label());
            }
        }
        if (classes.size() < 2) {
            throw new RefusedRunException(
                    "the training wells have " + classes.size() + " label(s) " + classes + "; expected at least 2");
        }
        return byUse(rows, split, List.copyOf(classes), run.getTarget());
    }

    private static Examples byUse(List<Row> rows, Split split, List<String> classes, Target target) {
        List<Example> training = new ArrayList<>();
        SortedMap<Integer, List<Example>> rationed = new TreeMap<>();
        List<Example> validation = new ArrayList<>();
        List<Example> test = new ArrayList<>();
        Map<String, Integer> outputs = new TreeMap<>();
        classes.forEach(label -> outputs.put(label, outputs.size()));
        for (Row row : rows) {
            ExperimentId experiment = row.well().id().experiment();
            int label = outputs.getOrDefault(row.label(), Batch.NO_LABEL);
            boolean ration = target == Target.TARGET_TREATMENT_AND_CONTROL && Scope.isControl(row.well());
            for (DataSet.Site site : row.well().sites()) {
                Example example = new Example(row.well(), site, label);
                if (split.test().contains(experiment)) {
                    test.add(example);
                } else if (split.validation().contains(experiment) || split.holdsBack(site.id())) {
                    validation.add(example);
                } else if (ration) {
                    rationed.computeIfAbsent(label, l -> new ArrayList<>()).add(example);
                } else {
                    training.add(example);
                }
            }
        }
        return new Examples(classes, split, training, List.copyOf(rationed.values()), validation, test);
    }

    /** How many sites of each rationed class an epoch shows: as many as the median of the other classes has. */
    int ration() {
        int[] counts = training.stream()
                .collect(Collectors.groupingBy(Example::label, TreeMap::new, Collectors.summingInt(example -> 1)))
                .values()
                .stream()
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        return counts.length == 0 ? 1 : counts[counts.length / 2];
    }
}
