package io.wellstream.scorer.submission;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.call.StoredObjects;
import io.wellstream.scorer.site.Screens;
import io.wellstream.wire.FinishedIngests;
import io.wellstream.wire.rows.SubmissionRow;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rows that a submission of a data set must contain, as its ingests list them: by experiment, plate and well, each once, whether or not
 * the images of the well could be read.
 *
 * @param screen as the latest ingest read it
 */
record SubmissionRows(ScreenDescription screen, List<SubmissionRow> rows) {

    static SubmissionRows read(Screens screens, StoredObjects store, SubmissionQuery query) {
        List<IngestFinished> ingests = finished(screens, query.dataset());
        TreeMap<WellId, SubmissionRow> rows = new TreeMap<>();
        for (IngestFinished ingest : ingests) {
            if (ingest.hasTestRows()) {
                list(store, ingest).forEach(row -> rows.put(row.well(), row));
            }
        }
        if (rows.isEmpty()) {
            throw new ScorerException.SubmissionBlocked("data set '" + query.dataset()
                    + "' has no test rows, so there is nothing to submit; ingest a screen with a test part");
        }
        return new SubmissionRows(ingests.getLast().getScreen(), chosen(query, List.copyOf(rows.values())));
    }

    /** The name of the CSV's second column. */
    String labelColumn() {
        String column = screen.getLabelColumn();
        return column.isEmpty() ? Screen.rxrx1().columns().label() : column;
    }

    /** The finished ingests that still count, the latest last. */
    private static List<IngestFinished> finished(Screens screens, DatasetId dataset) {
        List<IngestFinished> ends = FinishedIngests.counting(screens.ingests(dataset));
        if (ends.isEmpty()) {
            screens.requireKnown(dataset);
            throw new ScorerException.SubmissionBlocked("no ingest of data set '" + dataset
                    + "' has finished, so its test rows are not known yet; wait for the ingest");
        }
        IngestFinished latest = ends.getLast();
        long shards = ends.stream()
                .filter(end -> end.getJob().equals(latest.getJob()))
                .count();
        if (shards < latest.getShards()) {
            throw new ScorerException.SubmissionBlocked(shards + " of " + latest.getShards() + " shards of ingest job '"
                    + latest.getJob() + "' have finished; wait for the others");
        }
        return ends;
    }

    private static List<SubmissionRow> list(StoredObjects store, IngestFinished ingest) {
        byte[] csv = store.get(ingest.getTestRows());
        try {
            return SubmissionRow.read(csv);
        } catch (IllegalArgumentException e) {
            throw new ScorerException.ObjectDamaged(
                    "object " + ingest.getTestRows().getKey() + ": " + e.getMessage() + "; ingest the data set again",
                    e);
        }
    }

    private static List<SubmissionRow> chosen(SubmissionQuery query, List<SubmissionRow> rows) {
        if (query.experiments().isEmpty()) {
            return rows;
        }
        Set<ExperimentId> known =
                rows.stream().map(row -> row.well().experiment()).collect(Collectors.toCollection(TreeSet::new));
        Set<ExperimentId> unknown = new TreeSet<>(query.experiments());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new ScorerException.InvalidRequest("experiments: " + Screens.firstFew(unknown)
                    + " have no test rows in data set '" + query.dataset() + "'; experiments with test rows: " + known);
        }
        return rows.stream()
                .filter(row -> query.experiments().contains(row.well().experiment()))
                .toList();
    }
}
