package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.problem.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Collects the rows of wells: one per well, or one per site of a well. Rows that contradict each other cost their well. */
final class WellRows {
    private final List<Problem> problems;
    private final TreeMap<WellId, MetadataRow> rows = new TreeMap<>();
    private final Set<WellId> contradicted = new HashSet<>();

    /** @param problems receives repeated and contradicting rows */
    WellRows(List<Problem> problems) {
        this.problems = problems;
    }

    /**
     * Adds a row.
     *
     * @param id the column with its identifier, for messages
     */
    void add(MetadataRow row, String id) {
        MetadataRow first = rows.putIfAbsent(row.well(), row);
        if (first == null) {
            return;
        }
        if (!first.agreesWith(row)) {
            contradicted.add(row.well());
            report(row, id, ": it is in " + first.line() + ", and the two rows differ; neither is used");
            return;
        }
        List<Integer> sites = row.sites().sites();
        Optional<MetadataRow> both = sites.isEmpty() ? Optional.empty() : first.withSitesOf(row);
        if (both.isPresent()) {
            rows.put(row.well(), both.get());
        } else if (sites.isEmpty()) {
            report(row, id, ": it is in " + first.line() + " too");
        } else {
            report(row, id, ", site " + sites.getFirst() + "; the well's rows begin in " + first.line());
        }
    }

    private void report(MetadataRow row, String id, String what) {
        boolean ofSite = !row.sites().files().isEmpty();
        problems.add(Problem.ofRow(
                        row.line().file(),
                        row.line().number(),
                        "duplicate " + id + " " + row.idCode() + what,
                        ofSite ? "each site in one row, and all rows of a well alike" : "each well in one row")
                .in(row.well()));
    }

    /** The wells whose rows agree, sorted. */
    List<MetadataRow> agreeing() {
        return rows.values().stream()
                .filter(row -> !contradicted.contains(row.well()))
                .toList();
    }
}
