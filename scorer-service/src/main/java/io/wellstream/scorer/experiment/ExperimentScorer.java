package io.wellstream.scorer.experiment;

import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.augment.Views;
import io.wellstream.proto.v1.Adaptation;
import io.wellstream.proto.v1.ExperimentScores;
import io.wellstream.proto.v1.ScoredWell;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.scorer.model.ServedModels;
import io.wellstream.scorer.predict.Scoring;
import io.wellstream.scorer.predict.WellScorer;
import io.wellstream.scorer.site.RecentCorrections;
import io.wellstream.scorer.site.Screens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scores the wells of an experiment with a model: as trained, and adapted to the experiment if that is asked for. */
public final class ExperimentScorer {
    /** Wells are scored view by view in blocks of so many views: this bounds the logits in memory and the steps of the progress. */
    private static final int VIEWS_PER_BLOCK = 256;

    private final Screens screens;
    private final RecentCorrections corrections;
    private final WellScorer wellScorer;
    private final BatchNormAdapter adapter;
    private final StoredScores stored;

    public ExperimentScorer(
            RecentCorrections corrections, WellScorer wellScorer, BatchNormAdapter adapter, StoredScores stored) {
        this.screens = corrections.screens();
        this.corrections = corrections;
        this.wellScorer = wellScorer;
        this.adapter = adapter;
        this.stored = stored;
    }

    /** Each well gets its own most probable class as its label. */
    public PredictedExperiment score(ScoringJob job, ExperimentWells experiment) {
        job.slot().call().check();
        Scoring scoring = Scoring.of(
                corrections,
                job.dataset(),
                experiment.model(),
                experiment.wells(),
                job.options().rule(),
                job.slot().call());
        if (!job.options().adaptation().adapts(scoring.model().card())) {
            ExperimentScores scores = asTrained(job, scoring, experiment.wells());
            return PredictedExperiment.of(experiment, scores, scores, Optional.empty());
        }
        AdaptationSample sample = AdaptationSample.of(
                job.dataset(),
                screens.wells(job.dataset(), experiment.experiment()),
                job.options().adaptation().rule(scoring.model().card(), job.repeats()),
                scoring.model().largestBatch());
        if (sample.isRefused()) {
            ExperimentScores scores = asTrained(job, scoring, experiment.wells());
            Adaptation none = Adaptation.newBuilder()
                    .setRefused(sample.chosen().refused())
                    .build();
            return PredictedExperiment.of(experiment, scores, scores, Optional.of(none));
        }
        ExperimentScores asTrained = asTrained(job.asTrainedFirst(), scoring, experiment.wells());
        ExperimentScores adapted = adapted(job, scoring, experiment.wells(), sample);
        Adaptation adaptation = Adaptation.newBuilder()
                .setSites(sample.sites())
                .setControls(sample.chosen().controlSites())
                .build();
        return PredictedExperiment.of(experiment, asTrained, adapted, Optional.of(adaptation));
    }

    private ExperimentScores asTrained(ScoringJob job, Scoring scoring, List<WellIngested> wells) {
        return stored.getOr(StoredScores.Source.AS_TRAINED, job, scoring, wells, () -> compute(job, scoring, wells));
    }

    private ExperimentScores adapted(
            ScoringJob job, Scoring scoring, List<WellIngested> wells, AdaptationSample sample) {
        return stored.getOr(StoredScores.Source.adapted(sample.chosen()), job, scoring, wells, () -> {
            try (ServedModels.Lease lease = adapter.adapt(
                    scoring.model().of(wells.getFirst().getCellType()),
                    scoring.preprocessing(),
                    sample,
                    job.slot().call())) {
                return compute(job, scoring.with(lease.model()), wells);
            }
        });
    }

    private ExperimentScores compute(ScoringJob job, Scoring scoring, List<WellIngested> wells) {
        ExperimentScores.Builder scores = ExperimentScores.newBuilder()
                .setRun(scoring.model().name().run().name())
                .addAllClasses(scoring.model().classes());
        int block = VIEWS_PER_BLOCK / job.options().views();
        for (int from = 0; from < wells.size(); from += block) {
            List<WellIngested> some = wells.subList(from, Math.min(wells.size(), from + block));
            Map<WellIngested, List<float[]>> logits = new LinkedHashMap<>(); // sites view by view, [class]
            for (List<Augmentation> view : Views.first(job.options().views())) {
                wellScorer.score(scoring.viewed(view), some, job.slot(), (well, sites) -> {
                    List<float[]> ofWell = logits.computeIfAbsent(well, key -> new ArrayList<>());
                    sites.forEach(site -> ofWell.add(site.logits()));
                });
            }
            logits.forEach((well, all) -> scores.addWells(scored(scoring, well, all)));
            job.progress().accept(some.size());
        }
        return scores.build();
    }

    /**
     * The stored form of a well's scores.
     *
     * @param logits of all sites of the first view, then of the second, …
     */
    private static ScoredWell scored(Scoring scoring, WellIngested well, List<float[]> logits) {
        boolean control = Screens.isControl(well);
        ScoredWell.Builder scored = ScoredWell.newBuilder().setWell(well.getWell());
        List<float[]> firstView = logits.subList(0, well.getSitesCount());
        for (float[] site : firstView) {
            scored.addSiteClasses(largest(scoring.probabilities(List.of(site), control)));
        }
        scored.setAveragedClass(largest(scoring.probabilities(firstView, control)));
        double[] probabilities = scoring.probabilities(logits, control);
        boolean[] allowed = scoring.rowClasses().of(control);
        for (int c = 0; c < probabilities.length; c++) {
            float logProbability = (float) Math.log(probabilities[c]);
            boolean underflow = allowed[c] && logProbability == Float.NEGATIVE_INFINITY;
            // A possible class must not become impossible by underflow: the design prior would then refuse it.
            scored.addLogProbabilities(underflow ? (float) Math.log(Double.MIN_VALUE) : logProbability);
        }
        return scored.build();
    }

    private static int largest(double[] values) {
        int largest = 0;
        for (int c = 1; c < values.length; c++) {
            largest = values[c] > values[largest] ? c : largest;
        }
        return largest;
    }
}
