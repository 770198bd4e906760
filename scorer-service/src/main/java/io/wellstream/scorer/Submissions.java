package io.wellstream.scorer;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.SubmissionResult;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.ObjectConflictException;
import io.wellstream.wire.ObjectKey;
import io.wellstream.wire.ObjectKeys;
import io.wellstream.wire.ObjectStore;
import io.wellstream.wire.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Builds a submission: exactly the rows that the ingests owe, each predicted by the model served for its cell type. What cannot be
 * predicted is found before work starts, and is an error unless the caller named a label to fill in.
 */
final class Submissions {
    private final Screens screens;
    private final ModelShelf shelf;
    private final WellScorer wellScorer;
    private final ObjectStore store;

    Submissions(Screens screens, ModelShelf shelf, WellScorer wellScorer, ObjectStore store) {
        this.screens = screens;
        this.shelf = shelf;
        this.wellScorer = wellScorer;
        this.store = store;
    }

    /** Scores and writes; the message returned is the last one, with the result. */
    SubmissionProgress build(
            SubmissionQuestion question,
            InferencePool.Seat seat,
            CallLife life,
            Consumer<SubmissionProgress> listener) {
        OwedRows owed = OwedRows.read(screens, store, question);
        SubmissionDraft draft = new SubmissionDraft(question, owed);
        Map<CellType, ModelShelf.Lease> models = new TreeMap<>();
        try {
            Map<CellType, List<WellIngested>> plan = plan(question, owed, draft, models);
            long total = plan.values().stream().mapToLong(List::size).sum();
            listener.accept(progress(draft, total));
            plan.forEach((cellType, wells) -> {
                LoadedModel model = model(models, cellType);
                WellScorer.Pass pass = WellScorer.Pass.of(screens, question.dataset(), model, wells, question.rule());
                wellScorer.score(pass, wells, seat, life, score -> {
                    draft.predict(cellType, model, score);
                    if (draft.predicted() % WellScorer.SITES_PER_CHUNK == 0) {
                        listener.accept(progress(draft, total));
                    }
                });
            });
            life.check();
            return write(question.dataset(), draft, total);
        } finally {
            models.values().forEach(ModelShelf.Lease::close);
        }
    }

    /** The wells to score by cell type. Holds their models, and fills what cannot be scored or refuses it. */
    private Map<CellType, List<WellIngested>> plan(
            SubmissionQuestion question, OwedRows owed, SubmissionDraft draft, Map<CellType, ModelShelf.Lease> models) {
        Map<CellType, List<TestRow>> byCellType = owed.rows().stream()
                .collect(Collectors.groupingBy(TestRow::cellType, TreeMap::new, Collectors.toList()));
        Map<CellType, List<WellIngested>> plan = new TreeMap<>();
        List<String> blocked = new ArrayList<>();
        byCellType.forEach((cellType, rows) -> {
            Optional<ModelShelf.Lease> lease = served(question.dataset(), cellType);
            lease.ifPresent(held -> models.put(cellType, held));
            if (lease.isEmpty()) {
                blocked.add("no model of cell type " + cellType + " is served (" + rows.size() + " rows)");
                rows.forEach(row -> draft.fill(row, "no model of cell type " + cellType));
                return;
            }
            List<WellIngested> wells = new ArrayList<>();
            List<TestRow> without = new ArrayList<>();
            for (TestRow row : rows) {
                screens.well(question.dataset(), row.well()).ifPresentOrElse(wells::add, () -> without.add(row));
            }
            without.forEach(row -> draft.fill(row, "no whole site"));
            if (!without.isEmpty()) {
                blocked.add(without.size() + " wells of " + cellType + " have no whole site: "
                        + Screens.firstFew(without.stream().map(TestRow::well).toList()));
            }
            plan.put(cellType, wells);
        });
        if (!blocked.isEmpty() && question.missing().isEmpty()) {
            throw new ScorerException.SubmissionBlocked(
                    String.join("; ", blocked) + "; mend that, or name a label to fill in for such rows (missing)");
        }
        return plan;
    }

    /** A model of treatments, else one of treatments and controls, which answers these rows with treatments only. */
    private Optional<ModelShelf.Lease> served(DatasetId dataset, CellType cellType) {
        return shelf.served(dataset, cellType, Target.TARGET_TREATMENT)
                .or(() -> shelf.served(dataset, cellType, Target.TARGET_TREATMENT_AND_CONTROL));
    }

    private static LoadedModel model(Map<CellType, ModelShelf.Lease> models, CellType cellType) {
        ModelShelf.Lease lease = models.get(cellType);
        if (lease == null) {
            throw new IllegalStateException("a plan for " + cellType + " without its model");
        }
        return lease.model();
    }

    private SubmissionProgress write(DatasetId dataset, SubmissionDraft draft, long total) {
        byte[] csv = draft.csv();
        String id = draft.id(csv);
        ObjectRef csvRef = put(ObjectKeys.submission(dataset, id, "csv"), csv);
        SubmissionReport report = draft.report(csvRef);
        ObjectRef reportRef = put(ObjectKeys.submission(dataset, id, "report.json"), SubmissionDraft.json(report));
        return progress(draft, total).toBuilder()
                .setResult(SubmissionResult.newBuilder()
                        .setCsv(csvRef)
                        .setReport(reportRef)
                        .setId(id)
                        .setRows(report.getRows())
                        .setFilled(report.getFilled()))
                .build();
    }

    private ObjectRef put(ObjectKey key, byte[] bytes) {
        try {
            return store.putIfAbsent(key, bytes).ref();
        } catch (StoreUnavailableException e) {
            throw new ScorerException.StoreDown("the object store does not answer: " + e.getMessage(), e);
        } catch (ObjectConflictException e) {
            throw new ScorerException.ObjectDamaged(String.valueOf(e.getMessage()), e);
        }
    }

    private static SubmissionProgress progress(SubmissionDraft draft, long total) {
        return SubmissionProgress.newBuilder()
                .setWellsDone(draft.predicted())
                .setWellsTotal(total)
                .build();
    }
}
