package io.wellstream.ingest.source;

import io.wellstream.ingest.problem.Problem;
import io.wellstream.ingest.files.SourceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The wells that a screen's CSV files describe. A bad row is reported and left out; the others are read. A row that repeats another is
 * reported, and two rows that contradict each other are both left out.
 *
 * @param rows the good rows, sorted by well
 * @param problems all problems of the files, in their order
 * @param notes what is worth knowing and is no problem
 */
public record Metadata(List<MetadataRow> rows, List<Problem> problems, List<Problem> notes) {
    public Metadata {
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /** Reads the tables in the screen's top folder, or otherwise those in its {@code metadata} folder. */
    static Metadata read(SourceFiles files, ScreenFile described, SourceLimits limits) {
        List<Problem> problems = new ArrayList<>();
        TableReader reader = new TableReader(files, described, limits, problems);
        Optional<String> competition = CompetitionTables.place(files);
        Optional<String> bySite = SiteTable.find(files);
        if (competition.isPresent()) {
            CompetitionTables.read(competition.get(), reader);
            bySite.ifPresent(file -> problems.add(Problem.ofFile(
                    file, "the table is not read, because the screen has train.csv or test.csv too", "one of the two")));
        } else if (bySite.isPresent()) {
            SiteTable.read(bySite.get(), reader);
        } else {
            problems.add(Problem.ofFile("", "the screen has no metadata", "train.csv or test.csv, or metadata.csv"));
        }
        return new Metadata(reader.wells().agreeing(), problems, reader.notes());
    }
}
