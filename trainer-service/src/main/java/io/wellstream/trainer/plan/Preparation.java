package io.wellstream.trainer.plan;

import io.wellstream.imaging.normalize.DatasetStatistics;
import io.wellstream.imaging.normalize.NormalizationKind;
import io.wellstream.imaging.normalize.Normalizer;
import io.wellstream.imaging.normalize.SiteStatistics;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the pixels of a run are normalised, and what the model's card says about it. */
record Preparation(Normalizer normalizer, Optional<DatasetStatistics> dataset, SortedSet<String> controls) {
    /** @param testPart sites that are predicted when the model is published; they do not change how others are normalised */
    static Preparation of(RunSpecification run, DataSet data, Examples examples, List<Example> testPart) {
        Split split = examples.split();
        NormalizationKind kind = NormalizationKind.parse(run.getNormalization());
        SortedSet<ExperimentId> ofSplit = new TreeSet<>(split.training());
        ofSplit.addAll(split.validation());
        ofSplit.addAll(split.test());
        SortedSet<ExperimentId> used = new TreeSet<>(ofSplit);
        Stream.of(examples.training().stream(), examples.rationed().stream().flatMap(List::stream), testPart.stream())
                .flatMap(Function.identity())
                .forEach(example -> used.add(example.well().id().experiment()));
        List<SiteStatistics> known = statistics(data, used);
        Optional<DatasetStatistics> dataset = kind == NormalizationKind.DATASET
                ? Optional.of(DatasetStatistics.of(statistics(data, split.training())))
                : Optional.empty();
        SortedSet<String> controls = kind == NormalizationKind.CONTROLS
                ? statistics(data, ofSplit).stream()
                        .filter(site -> site.control() && !site.labelOrEmpty().isEmpty())
                        .map(SiteStatistics::labelOrEmpty)
                        .collect(Collectors.toCollection(TreeSet::new))
                : new TreeSet<>();
        return new Preparation(Normalizer.of(kind, known, dataset.orElse(null), controls), dataset, controls);
    }

    private static List<SiteStatistics> statistics(DataSet data, SortedSet<ExperimentId> experiments) {
        return data.wells().stream()
                .filter(well -> experiments.contains(well.id().experiment()))
                .flatMap(well -> well.sites().stream()
                        .map(site -> new SiteStatistics(site.id(), well.label(), well.isControl(), site.statistics())))
                .toList();
    }
}
