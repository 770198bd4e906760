package io.wellstream.trainer.plan;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.score.RowClasses;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Target;
import io.wellstream.trainer.mixing.MixedLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The labelled sites of a run, by their use, each list in the order of its wells.
 *
 * @param answers the classes are the sorted labels of the training wells
 * @param training shown once per epoch
 * @param rationed one list per class, or output of the second head, of which each epoch shows a limited number: controls, which would outnumber treatments
 * @param validation evaluated after each epoch; a label that is not a class counts as wrong
 * @param test evaluated once, at the end
 */
public record Examples(
        Answers answers,
        Split split,
        List<Example> training,
        List<List<Example>> rationed,
        List<Example> validation,
        List<Example> test) {

    /** A site with its expected output: a class, or {@link Batch#NO_LABEL} if its label is not a class. */
    public record Example(DataSet.Well well, DataSet.Site site, int label) {}

    public Examples {
        training = List.copyOf(training);
        rationed = rationed.stream().map(List::copyOf).toList();
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }

    public List<String> classes() {
        return answers.classes();
    }

    /** The labels that the network's second head learns; empty if it has none. */
    public List<String> controls() {
        return answers.controls();
    }

    /** How many samples of a batch the first head learns. */
    public int counted(MixedLabels labels) {
        return Math.toIntExact(
                IntStream.of(labels.dominant()).filter(this::isClass).count());
    }

    /** Whether an output is of the first head. */
    public boolean isClass(int output) {
        return output != Batch.NO_LABEL && output < classes().size();
    }

    static Examples of(RunSpecification run, DataSet data) {
        Scope scope = Scope.of(run);
        long seed = run.hasSplitSeed() ? run.getSplitSeed() : run.getSeed();
        Split split = Split.of(run.getSplit(), scope.labelled(data), seed);
        TreeSet<String> classes = new TreeSet<>();
        for (DataSet.Well well : data.wells()) {
            if (split.training().contains(well.id().experiment())) {
                scope.label(well).ifPresent(classes::add);
            }
        }
        if (classes.size() < 2) {
            throw new RefusedRunException(
                    "the training wells have " + classes.size() + " label(s) " + classes + "; expected at least 2");
        }
        return new Sorting(run, split, List.copyOf(classes)).sorted(scope, data);
    }

    /** Sorts sites by their use. */
    private static final class Sorting {
        private final RunSpecification run;
        private final Split split;
        private final List<String> classes;
        private final Map<String, Integer> outputs = new TreeMap<>();
        private final boolean treatmentsAndControls;
        private final boolean treatmentsAlone;
        private final List<Example> training = new ArrayList<>();
        private final SortedMap<Integer, List<Example>> rationed = new TreeMap<>();
        private final List<Example> validation = new ArrayList<>();
        private final List<Example> test = new ArrayList<>();

        Sorting(RunSpecification run, Split split, List<String> classes) {
            this.run = run;
            this.split = split;
            this.classes = classes;
            classes.forEach(label -> outputs.put(label, outputs.size()));
            treatmentsAndControls = run.getTarget() == Target.TARGET_TREATMENT_AND_CONTROL;
            treatmentsAlone = treatmentsAndControls && !EffectiveSpecification.isOlder(run);
        }

        Examples sorted(Scope scope, DataSet data) {
            for (DataSet.Well well : data.wells()) {
                scope.label(well).ifPresent(label -> {
                    for (DataSet.Site site : well.sites()) {
                        add(new Example(well, site, outputs.getOrDefault(label, Batch.NO_LABEL)));
                    }
                });
            }
            SortedMap<Integer, List<Example>> ofHead = HeadControls.of(run, data, split, classes.size());
            List<String> controls = ofHead.values().stream()
                    .map(sites -> sites.getFirst().well().label())
                    .toList();
            rationed.putAll(ofHead);
            return new Examples(
                    answers(data, controls), split, training, List.copyOf(rationed.values()), validation, test);
        }

        private void add(Example example) {
            boolean control = example.well().isControl();
            boolean evaluated = !(treatmentsAlone && control);
            ExperimentId experiment = example.well().id().experiment();
            if (split.test().contains(experiment)) {
                if (evaluated) {
                    test.add(example);
                }
            } else if (split.validation().contains(experiment)) {
                if (evaluated) {
                    validation.add(example);
                }
            } else if (evaluated && split.holdsBack(example.site().id())) {
                validation.add(example);
            } else if (treatmentsAndControls && control) {
                rationed.computeIfAbsent(example.label(), label -> new ArrayList<>())
                        .add(example);
            } else {
                training.add(example);
            }
        }

        private Answers answers(DataSet data, List<String> controls) {
            int[] sites = new int[classes.size()];
            training.forEach(example -> sites[example.label()]++);
            int mostFrequent = 0;
            for (int i = 1; i < sites.length; i++) {
                mostFrequent = sites[i] > sites[mostFrequent] ? i : mostFrequent;
            }
            RowClasses rows = treatmentsAlone
                    ? RowClasses.treatmentsAndControls(classes, data.controlLabels())
                    : RowClasses.all(classes.size());
            return new Answers(classes, controls, rows, mostFrequent);
        }
    }

    /** What a reader must know about evaluated labels that the network cannot answer. */
    static Optional<String> unknownLabels(String set, List<Example> evaluated) {
        long wells = evaluated.stream()
                .map(example -> example.well().id())
                .distinct()
                .count();
        long unknown = evaluated.stream()
                .filter(example -> example.label() == Batch.NO_LABEL)
                .map(example -> example.well().id())
                .distinct()
                .count();
        return unknown == 0
                ? Optional.empty()
                : Optional.of(set + ": " + unknown + " of " + wells
                        + " wells have a label that is not a class of the training; they count as wrong");
    }

    /** What a reader must know about sites that lack a channel. */
    Optional<String> maskedSites() {
        long all = Stream.of(training, validation, test).mapToLong(List::size).sum();
        long masked = Stream.of(training, validation, test)
                .flatMap(List::stream)
                .filter(example -> !example.site().masked().isEmpty())
                .count();
        return masked == 0
                ? Optional.empty()
                : Optional.of(masked + " of " + all + " sites lack a channel, which the network sees as zeros");
    }

    /** The same with further sites to train on. Which class is guessed without an image does not depend on them. */
    Examples with(TransductiveExamples more) {
        if (more.labelled().isEmpty() && more.controls().isEmpty()) {
            return this;
        }
        List<Example> shown = new ArrayList<>(training);
        shown.addAll(more.labelled());
        SortedMap<Integer, List<Example>> byClass = new TreeMap<>();
        Stream.concat(rationed.stream().flatMap(List::stream), more.controls().stream())
                .forEach(example -> byClass.computeIfAbsent(example.label(), label -> new ArrayList<>())
                        .add(example));
        return new Examples(answers, split, shown, List.copyOf(byClass.values()), validation, test);
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
