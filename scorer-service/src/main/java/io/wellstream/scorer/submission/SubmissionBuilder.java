package io.wellstream.scorer.submission;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.SubmissionResult;
import io.wellstream.scorer.call.StoredObjects;
import io.wellstream.scorer.evaluation.ControlAccuracy;
import io.wellstream.scorer.evaluation.ControlGauges;
import io.wellstream.scorer.evaluation.EvaluationPlan;
import io.wellstream.scorer.evaluation.ModelEvaluation;
import io.wellstream.scorer.evaluation.SubmissionEvaluation;
import io.wellstream.scorer.experiment.BatchNormAdapter;
import io.wellstream.scorer.experiment.ExperimentScorer;
import io.wellstream.scorer.experiment.ExperimentWells;
import io.wellstream.scorer.experiment.Labeller;
import io.wellstream.scorer.experiment.PredictedExperiment;
import io.wellstream.scorer.experiment.ScoringJob;
import io.wellstream.scorer.experiment.StoredScores;
import io.wellstream.scorer.inference.InferencePool;
import io.wellstream.scorer.model.LoadedModel;
import io.wellstream.scorer.model.ModelLeases;
import io.wellstream.scorer.model.ServedModels;
import io.wellstream.scorer.predict.WellScorer;
import io.wellstream.scorer.report.ReportPage;
import io.wellstream.scorer.site.RecentCorrections;
import io.wellstream.scorer.site.Screens;
import io.wellstream.wire.keys.ObjectKeys;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Builds a submission: exactly the rows that the ingests list, each predicted by the model served for its cell type. Rows that cannot be
 * predicted are found before work starts, and are an error unless the caller named a label for them.
 */
public final class SubmissionBuilder {
    private final Screens screens;
    private final ServedModels models;
    private final BatchNormAdapter adapter;
    private final ExperimentScorer scorer;
    private final StoredObjects store;
    private final ControlGauges controls;

    public SubmissionBuilder(
            RecentCorrections corrections,
            ServedModels models,
            WellScorer wellScorer,
            BatchNormAdapter adapter,
            StoredObjects store,
            ControlGauges controls) {
        this.screens = corrections.screens();
        this.models = models;
        this.adapter = adapter;
        this.scorer = new ExperimentScorer(corrections, wellScorer, adapter, new StoredScores(screens, store));
        this.store = store;
        this.controls = controls;
    }

    /** Scores and stores; returns the last message, with the result, and passes all messages before it to the listener. */
    public SubmissionProgress build(
            SubmissionQuery query, InferencePool.Slot slot, Consumer<SubmissionProgress> listener) {
        SubmissionRows rows = SubmissionRows.read(screens, store, query);
        Labeller labeller = Labeller.of(query.options(), rows.screen());
        try (ModelLeases leases = new ModelLeases(models, query.dataset())) {
            SubmissionPlan plan = SubmissionPlan.of(screens, query, rows, leases);
            List<EvaluationPlan> evaluated = query.evaluate() ? evaluated(query, plan, leases) : List.of();
            requireAdaptable(query, plan, evaluated);
            Progress progress = new Progress(listener, total(plan, evaluated));
            ScoringJob job = new ScoringJob(
                    query.dataset(), query.options(), rows.screen().getTreatmentRepeats(), slot, progress::add);
            List<PredictedExperiment> experiments = plan.experiments().stream()
                    .map(wells -> labeller.label(scorer.score(job, wells)))
                    .toList();
            List<ModelEvaluation> evaluations = evaluated.stream()
                    .map(one -> one.score(scorer, job, labeller))
                    .toList();
            slot.call().check();
            evaluations.forEach(one -> controls.evaluated(ControlAccuracy.of(one)));
            return write(
                    new SubmissionDraft(query, rows, plan.unscored(), experiments),
                    new SubmissionEvaluation(screens, query.dataset(), query.options(), experiments, evaluations),
                    query,
                    progress);
        }
    }

    /** For each model of the plan, the wells that show how good it is. */
    private List<EvaluationPlan> evaluated(SubmissionQuery query, SubmissionPlan plan, ModelLeases leases) {
        Map<LoadedModel, SortedSet<ExperimentId>> submitted = new LinkedHashMap<>();
        plan.experiments().forEach(wells -> submitted
                .computeIfAbsent(wells.model(), model -> new TreeSet<>())
                .add(wells.experiment()));
        return submitted.entrySet().stream()
                .map(one ->
                        EvaluationPlan.of(screens, query.dataset(), one.getKey(), one.getValue(), leases::ofControls))
                .toList();
    }

    private void requireAdaptable(SubmissionQuery query, SubmissionPlan plan, List<EvaluationPlan> evaluated) {
        Stream.concat(
                        plan.experiments().stream().map(ExperimentWells::model),
                        evaluated.stream().flatMap(one -> one.models().stream()))
                .filter(model -> query.options().adaptation().adapts(model.card()))
                .forEach(adapter::require);
    }

    private static long total(SubmissionPlan plan, List<EvaluationPlan> evaluated) {
        return plan.experiments().stream().mapToLong(ExperimentWells::size).sum()
                + evaluated.stream().mapToLong(EvaluationPlan::size).sum();
    }

    private SubmissionProgress write(
            SubmissionDraft draft, SubmissionEvaluation evaluation, SubmissionQuery query, Progress progress) {
        byte[] csv = draft.csv();
        byte[] calls = draft.calls();
        SubmissionReport.Builder report = draft.report();
        evaluation.addTo(report);
        if (!query.evaluate()) {
            report.addNotSaid(
                    "accuracy, calibration and estimates from controls: wells with known labels were not scored;"
                            + " ask for an evaluation");
        }
        byte[] html = ReportPage.of(report.build(), evaluation.plates()).getBytes(StandardCharsets.UTF_8);
        String id = SubmissionDraft.id(SubmissionDraft.json(report.build()), csv, calls, html);
        report.setCsv(put(query.dataset(), id, "csv", csv));
        report.setCalls(put(query.dataset(), id, "calls.csv", calls));
        return progress.message().toBuilder()
                .setResult(SubmissionResult.newBuilder()
                        .setCsv(report.getCsv())
                        .setReport(put(query.dataset(), id, "report.json", SubmissionDraft.json(report.build())))
                        .setHtml(put(query.dataset(), id, "html", html))
                        .setCalls(report.getCalls())
                        .setId(id)
                        .setRows(report.getRows())
                        .setFilled(report.getFilled()))
                .build();
    }

    private ObjectRef put(DatasetId dataset, String id, String extension, byte[] bytes) {
        return store.put(ObjectKeys.submission(dataset, id, extension), bytes);
    }

    /** Counts the wells that are done, and sends a message for every 32 of them. */
    private static final class Progress {
        private static final long STEP = 32; // wells

        private final Consumer<SubmissionProgress> listener;
        private final long total;
        private long done;

        private Progress(Consumer<SubmissionProgress> listener, long total) {
            this.listener = listener;
            this.total = total;
            listener.accept(message());
        }

        private void add(long wells) {
            long before = done;
            done += wells;
            if (done / STEP > before / STEP) {
                listener.accept(message());
            }
        }

        private SubmissionProgress message() {
            return SubmissionProgress.newBuilder()
                    .setWellsDone(done)
                    .setWellsTotal(total)
                    .build();
        }
    }
}
