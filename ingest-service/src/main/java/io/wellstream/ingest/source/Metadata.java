package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.problem.Problem;
import io.wellstream.ingest.table.TableFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
        if (described.table().isPresent()) {
            described.table().get().read(reader);
            return new Metadata(ofOneCellType(reader.wells().agreeing(), problems), problems, reader.notes());
        }
        Optional<String> competition = CompetitionTables.place(files);
        Optional<String> bySite = SiteTable.find(files);
        if (competition.isPresent()) {
            CompetitionTables.read(competition.get(), reader);
            bySite.ifPresent(file -> problems.add(Problem.ofFile(
                    file,
                    "the table is not read, because the screen has train.csv or test.csv too",
                    "one of the two")));
        } else if (bySite.isPresent()) {
            SiteTable.read(bySite.get(), reader);
        } else {
            problems.add(Problem.ofFile("", "the screen has no metadata", expected(files)));
        }
        return new Metadata(reader.wells().agreeing(), problems, reader.notes());
    }

    /** What a folder lacks that is no screen yet. */
    private static String expected(SourceFiles files) {
        TreeSet<String> indexes = new TreeSet<>();
        files.forEach(path -> {
            if (TableFile.isHarmonyIndex(path)) {
                indexes.add(path);
            }
        });
        return indexes.isEmpty()
                ? "train.csv or test.csv, or metadata.csv"
                : ScreenFile.NAME + ", which wellstream describe proposes from " + indexes.getFirst();
    }

    /** Leaves out experiments with several cell types: everything that compares wells compares those of an experiment. */
    private static List<MetadataRow> ofOneCellType(List<MetadataRow> rows, List<Problem> problems) {
        Map<ExperimentId, Set<CellType>> cellTypes = new TreeMap<>();
        rows.forEach(row -> cellTypes
                .computeIfAbsent(row.well().experiment(), id -> new TreeSet<>())
                .add(row.cellType()));
        cellTypes.forEach((experiment, found) -> {
            if (found.size() > 1) {
                String names = found.stream().map(CellType::name).collect(Collectors.joining(", "));
                problems.add(Problem.ofFile(
                        "",
                        "experiment '" + experiment + "' has the cell types " + names + "; its wells are not read",
                        "one cell type in an experiment, e.g. experiments " + experiment + "-"
                                + found.iterator().next() + " and so on"));
            }
        });
        return rows.stream()
                .filter(row -> cellTypes
                                .getOrDefault(row.well().experiment(), Set.of())
                                .size()
                        == 1)
                .toList();
    }
}
