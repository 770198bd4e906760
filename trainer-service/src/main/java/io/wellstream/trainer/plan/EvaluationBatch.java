package io.wellstream.trainer.plan;

import io.wellstream.imaging.adapt.AdaptationRule;
import io.wellstream.imaging.adapt.MeasuredSites;
import io.wellstream.imaging.adapt.SiteCandidate;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.order.BatchOrder;
import io.wellstream.trainer.plan.Examples.Example;
import io.wellstream.wire.keys.Sha256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;

/** A batch of an evaluation. Where batch norms are adapted, an experiment's measured batches come directly before its evaluated ones. */
public record EvaluationBatch(Use use, List<Example> examples) {
    /** What is done with a batch. */
    public enum Use {
        /** Evaluated with the statistics of training. */
        AS_TRAINED,
        /** Batch norms are measured on it. */
        MEASURED,
        /** Evaluated with the statistics of the measured batches before it. */
        ADAPTED
    }

    public EvaluationBatch {
        examples = List.copyOf(examples);
    }

    /** Batches of these examples, in their order, as the run's specification says. */
    static List<EvaluationBatch> of(RunSpecification run, DataSet data, List<Example> examples) {
        if (!AdaptationSettings.isAdapting(run)) {
            return inTurn(Use.AS_TRAINED, examples, run.getBatchSize());
        }
        SortedMap<ExperimentId, List<Example>> experiments =
                BatchOrder.groups(examples, example -> example.well().id().experiment());
        List<EvaluationBatch> batches = new ArrayList<>();
        experiments.forEach((experiment, evaluated) -> {
            List<Example> known = all(data, experiment);
            MeasuredSites chosen = chosen(run, data, known);
            batches.addAll(measured(chosen, known));
            batches.addAll(inTurn(chosen.isRefused() ? Use.AS_TRAINED : Use.ADAPTED, evaluated, run.getBatchSize()));
        });
        return batches;
    }

    /** The most samples of a batch of a complete specification: batch norms may be measured on more than are trained on together. */
    public static int largest(RunSpecification run, int channels) {
        if (!AdaptationSettings.isAdapting(run)) {
            return run.getBatchSize();
        }
        long numbers = (long) channels * run.getImageSide() * run.getImageSide();
        int measured = Math.min(AdaptationRule.BATCH, AdaptationRule.largestBatch(numbers));
        return Math.max(run.getBatchSize(), measured);
    }

    /** What a reader must know about the adaptation of evaluated experiments. */
    static List<String> warnings(RunSpecification run, DataSet data, Split split) {
        if (!AdaptationSettings.isAdapting(run)) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>();
        warnings.add(
                "adaptation adabn is transductive: batch norms are measured on the wells of each scored experiment;"
                        + " the figures and the confidence are those of the adapted network");
        Stream.concat(split.validation().stream(), split.test().stream()).forEach(experiment -> {
            MeasuredSites chosen = chosen(run, data, all(data, experiment));
            if (chosen.isRefused()) {
                warnings.add("experiment " + experiment + " was evaluated without adaptation: " + chosen.refused());
            }
        });
        return warnings;
    }

    private static MeasuredSites chosen(RunSpecification run, DataSet data, List<Example> known) {
        AdaptationRule rule = AdaptationSettings.rule(run, data.screen().getTreatmentRepeats());
        long numbers = (long) data.channels() * run.getImageSide() * run.getImageSide();
        return rule.choose(
                known.stream()
                        .map(example -> new SiteCandidate(
                                example.site().id(),
                                Sha256.hex(example.site().sha256()),
                                example.well().isControl()))
                        .toList(),
                AdaptationRule.largestBatch(numbers));
    }

    /** All sites of an experiment that have all channels, whatever their wells are, without labels. */
    private static List<Example> all(DataSet data, ExperimentId experiment) {
        return data.wells().stream()
                .filter(well -> well.id().experiment().equals(experiment))
                .flatMap(well -> well.sites().stream()
                        .filter(site -> site.masked().isEmpty())
                        .map(site -> new Example(well, site, Batch.NO_LABEL)))
                .toList();
    }

    private static List<EvaluationBatch> measured(MeasuredSites chosen, List<Example> known) {
        Map<SiteId, Example> sites = new HashMap<>();
        known.forEach(example -> sites.put(example.site().id(), example));
        return chosen.batches().stream()
                .map(batch -> new EvaluationBatch(
                        Use.MEASURED,
                        batch.stream()
                                .map(site -> Objects.requireNonNull(sites.get(site)))
                                .toList()))
                .toList();
    }

    private static List<EvaluationBatch> inTurn(Use use, List<Example> examples, int size) {
        List<EvaluationBatch> batches = new ArrayList<>();
        for (int from = 0; from < examples.size(); from += size) {
            batches.add(new EvaluationBatch(use, examples.subList(from, Math.min(examples.size(), from + size))));
        }
        return batches;
    }
}
