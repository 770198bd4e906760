package io.wellstream.trainer.plan;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.illumination.Illumination;
import io.wellstream.imaging.normalize.ChannelStatistics;
import io.wellstream.imaging.normalize.DatasetStatistics;
import io.wellstream.imaging.normalize.NormalizationKind;
import io.wellstream.imaging.normalize.Normalizer;
import io.wellstream.imaging.normalize.SiteStatistics;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.proto.v1.InputDescription;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.plan.Examples.Example;
import io.wellstream.wire.Floats;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the pixels of a run are corrected and normalised, and what the model's card says about it. */
record Preparation(
        RunSpecification run,
        DataSet data,
        Normalizer normalizer,
        Optional<DatasetStatistics> dataset,
        SortedSet<String> controls) {
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
        Normalizer normalizer = Normalizer.of(kind, known, dataset.orElse(null), controls, run.hasChannelDropout());
        return new Preparation(run, data, normalizer, dataset, controls);
    }

    private static List<SiteStatistics> statistics(DataSet data, SortedSet<ExperimentId> experiments) {
        return data.wells().stream()
                .filter(well -> experiments.contains(well.id().experiment()))
                .flatMap(well -> well.sites().stream()
                        .map(site -> new SiteStatistics(site.id(), well.label(), well.isControl(), site.statistics())))
                .toList();
    }

    private boolean corrects() {
        return !run.getIllumination().isEmpty();
    }

    /** Of the pixel code that the batches of the run need. */
    int kernelVersion() {
        return corrects() ? Illumination.kernelVersion(data.depth()) : Batch.kernelVersion(data.depth());
    }

    /** The illumination functions that the sites of a plate are corrected with; empty if the run corrects none. */
    Optional<ObjectRef> illumination(PlateId plate) {
        if (!corrects()) {
            return Optional.empty();
        }
        ObjectRef functions = data.illuminations().get(plate);
        if (functions == null) {
            throw new IllegalStateException("the run was planned without the illumination of plate " + plate);
        }
        return Optional.of(functions);
    }

    /** What the input of the model must be. */
    InputDescription input() {
        InputDescription.Builder input = InputDescription.newBuilder()
                .setChannels(data.channels())
                .setSide(run.getImageSide())
                .setNormalization(run.getNormalization())
                .setIllumination(run.getIllumination())
                .setKernelVersion(kernelVersion())
                .addAllControlLabels(controls);
        if (dataset.isPresent()) {
            ChannelStatistics pooled = dataset.get().statistics();
            input.addAllDatasetMean(Floats.list(pooled.mean())).addAllDatasetSd(Floats.list(pooled.sd()));
        }
        return input.build();
    }

    /** Which of it uses wells of the predicted experiments. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (NormalizationKind.parse(run.getNormalization()).transductive()) {
            warnings.add("normalisation " + run.getNormalization()
                    + " is transductive: it uses unlabelled wells of the predicted experiments");
        }
        if (corrects()) {
            warnings.add("illumination " + run.getIllumination()
                    + " is transductive: it uses unlabelled wells of the predicted experiments");
        }
        return warnings;
    }
}
