package io.wellstream.scorer;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.SubmissionResult;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.scorer.report.ReportPage;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.rows.SubmissionRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Builds a submission: exactly the rows that the ingests owe, each predicted by the model served for its cell type. What cannot be
 * predicted is found before work starts, and is an error unless the caller named a label to fill in.
 */
final class Submissions {
    private final Screens screens;
    private final ModelShelf shelf;
    private final Adaptations adaptations;
    private final WellReader reader;
    private final StoredObjects store;
    private final ControlGauges controls;

    Submissions(
            Screens screens,
            ModelShelf shelf,
            WellScorer wellScorer,
            Adaptations adaptations,
            StoredObjects store,
            ControlGauges controls) {
        this.screens = screens;
        this.shelf = shelf;
        this.adaptations = adaptations;
        this.reader = new WellReader(screens, wellScorer, adaptations, store);
        this.store = store;
        this.controls = controls;
    }

    /** Scores and writes; the message returned is the last one, with the result. */
    SubmissionProgress build(
            SubmissionQuestion question, InferencePool.Seat seat, Consumer<SubmissionProgress> listener) {
        OwedRows owed = OwedRows.read(screens, store, question);
        Labeller labeller = Labeller.of(question.options(), owed.screen());
        SubmissionDraft draft = new SubmissionDraft(question, owed);
        try (HeldModels models = new HeldModels(shelf, question.dataset())) {
            Map<ExperimentId, List<WellIngested>> plan = plan(question, owed, draft, models);
            List<Evidence.Plan> known = question.options().evaluate() ? known(question, plan, models) : List.of();
            if (question.options().adapt()) {
                requireAdaptable(plan, known, models);
            }
            Progress progress = new Progress(listener, total(plan, known));
            WellReader.Job job = new WellReader.Job(question, seat, progress::add);
            plan.values().forEach(wells -> {
                LoadedModel model = models.ofTreatments(Screens.cellType(wells.getFirst()))
                        .orElseThrow(() -> new IllegalStateException("a plan without its model"));
                draft.add(labeller.label(model, reader.read(job, model, wells)));
            });
            List<Evidence> evidence =
                    known.stream().map(one -> one.read(reader, job, labeller)).toList();
            seat.call().check();
            evidence.forEach(one -> controls.evaluated(ControlAccuracy.of(one)));
            Figures figures = new Figures(screens, question, draft.experiments(), evidence);
            return write(question.dataset(), draft, figures, progress);
        }
    }

    /** The wells to score by experiment. Holds their models, and fills what cannot be scored or refuses it. */
    private Map<ExperimentId, List<WellIngested>> plan(
            SubmissionQuestion question, OwedRows owed, SubmissionDraft draft, HeldModels models) {
        Map<CellType, List<SubmissionRow>> byCellType = owed.rows().stream()
                .collect(Collectors.groupingBy(SubmissionRow::cellType, TreeMap::new, Collectors.toList()));
        Map<ExperimentId, List<WellIngested>> plan = new TreeMap<>();
        List<String> blocked = new ArrayList<>();
        byCellType.forEach((cellType, rows) -> {
            if (models.ofTreatments(cellType).isEmpty()) {
                blocked.add("no model of cell type " + cellType + " is served (" + rows.size() + " rows)");
                rows.forEach(row -> draft.fill(row, "no model of cell type " + cellType));
                return;
            }
            List<SubmissionRow> without = new ArrayList<>();
            for (SubmissionRow row : rows) {
                screens.well(question.dataset(), row.well())
                        .ifPresentOrElse(
                                well -> plan.computeIfAbsent(row.well().experiment(), key -> new ArrayList<>())
                                        .add(well),
                                () -> without.add(row));
            }
            without.forEach(row -> draft.fill(row, "no whole site"));
            if (!without.isEmpty()) {
                blocked.add(without.size() + " wells of " + cellType + " have no whole site: "
                        + Screens.firstFew(
                                without.stream().map(SubmissionRow::well).toList()));
            }
        });
        if (!blocked.isEmpty() && question.missing().isEmpty()) {
            throw new ScorerException.SubmissionBlocked(
                    String.join("; ", blocked) + "; mend that, or name a label to fill in for such rows (missing)");
        }
        return plan;
    }

    private void requireAdaptable(
            Map<ExperimentId, List<WellIngested>> plan, List<Evidence.Plan> known, HeldModels models) {
        plan.values().forEach(wells -> models.ofTreatments(Screens.cellType(wells.getFirst()))
                .ifPresent(adaptations::require));
        known.forEach(one -> one.readers().forEach(adaptations::require));
    }

    /** The wells of known truth that tell of each model of the plan. */
    private List<Evidence.Plan> known(
            SubmissionQuestion question, Map<ExperimentId, List<WellIngested>> plan, HeldModels models) {
        Map<LoadedModel, SortedSet<ExperimentId>> submitted = new LinkedHashMap<>();
        plan.forEach((experiment, wells) -> models.ofTreatments(Screens.cellType(wells.getFirst()))
                .ifPresent(model ->
                        submitted.computeIfAbsent(model, key -> new TreeSet<>()).add(experiment)));
        Function<CellType, Optional<LoadedModel>> ofControls = models::ofControls;
        return submitted.entrySet().stream()
                .map(one -> Evidence.Plan.of(screens, question.dataset(), one.getKey(), one.getValue(), ofControls))
                .toList();
    }

    private static long total(Map<ExperimentId, List<WellIngested>> plan, List<Evidence.Plan> known) {
        return plan.values().stream().mapToLong(List::size).sum()
                + known.stream().mapToLong(Evidence.Plan::size).sum();
    }

    private SubmissionProgress write(DatasetId dataset, SubmissionDraft draft, Figures figures, Progress progress) {
        byte[] csv = draft.csv();
        SubmissionReport.Builder report = draft.report();
        figures.addTo(report);
        byte[] calls = draft.calls();
        byte[] html = ReportPage.of(report.build(), figures.plates()).getBytes(StandardCharsets.UTF_8);
        String id = SubmissionDraft.id(SubmissionDraft.json(report.build()), csv, calls, html);
        report.setCsv(put(dataset, id, "csv", csv));
        report.setCalls(put(dataset, id, "calls.csv", calls));
        return progress.last().toBuilder()
                .setResult(SubmissionResult.newBuilder()
                        .setCsv(report.getCsv())
                        .setReport(put(dataset, id, "report.json", SubmissionDraft.json(report.build())))
                        .setHtml(put(dataset, id, "html", html))
                        .setCalls(report.getCalls())
                        .setId(id)
                        .setRows(report.getRows())
                        .setFilled(report.getFilled()))
                .build();
    }

    private ObjectRef put(DatasetId dataset, String id, String extension, byte[] bytes) {
        return store.put(ObjectKeys.submission(dataset, id, extension), bytes);
    }

    /** How many wells are read, told to whoever listens. */
    private static final class Progress {
        private static final long STEP = 32; // wells

        private final Consumer<SubmissionProgress> listener;
        private final long total;
        private long done;

        private Progress(Consumer<SubmissionProgress> listener, long total) {
            this.listener = listener;
            this.total = total;
            listener.accept(last());
        }

        private void add(long wells) {
            long before = done;
            done += wells;
            if (done / STEP > before / STEP) {
                listener.accept(last());
            }
        }

        private SubmissionProgress last() {
            return SubmissionProgress.newBuilder()
                    .setWellsDone(done)
                    .setWellsTotal(total)
                    .build();
        }
    }
}
