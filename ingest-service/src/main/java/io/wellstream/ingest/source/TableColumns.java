package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.MetadataColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The names of a table's columns; empty where a table has no such column.
 *
 * @param id the row's identifier
 * @param site the number of the site, in a table with a row per site
 * @param subset whether the row is for training or a test
 * @param control the kind of control, or that the row is a treatment
 */
record TableColumns(String id, String cellType, String site, String subset, String label, String control) {
    static final String EXPERIMENT = "experiment";
    static final String PLATE = "plate";
    static final String WELL = "well";

    /** A table of the competition of 2019. */
    static TableColumns ofCompetition(MetadataColumns names, boolean labelled, boolean controls) {
        return new TableColumns(
                "id_code", "", "", "", labelled ? names.label() : "", controls ? names.control() : "");
    }

    /** The table of the download of 2020, which has a row per site. */
    static TableColumns ofDownload(MetadataColumns names) {
        return new TableColumns("well_id", "cell_type", "site", "dataset", names.label(), names.control());
    }

    /** Every column that a row must have. */
    List<String> all() {
        List<String> all = new ArrayList<>();
        Stream.of(id, EXPERIMENT, PLATE, WELL, cellType, site, subset, label, control)
                .filter(column -> !column.isEmpty())
                .forEach(all::add);
        return all;
    }
}
