package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.Channel;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.imaging.screen.WellSpelling;
import io.wellstream.ingest.problem.Problem;
import io.wellstream.ingest.table.CsvFile;
import io.wellstream.proto.v1.Subset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares a metadata row with the screen's description and reports the first thing wrong with it. */
final class RowCheck {
    /** A row that cannot be used, and why. */
    static final class BadRowException extends Exception {
        private final transient Problem problem;

        BadRowException(Problem problem) {
            super(problem.toString());
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    private static final Pattern PLATE = Pattern.compile("(?:[Pp]late[ _-]?)?0{0,3}([1-9][0-9]{0,3})");
    private static final Pattern SITE = Pattern.compile("(?:[Ss](?:ite)?[ _-]?)?0{0,2}([1-9][0-9]{0,2})");

    private final Screen screen;
    private final Layout layout;
    private final boolean described;
    private final LabelNotation notation;
    private final TableColumns columns;

    RowCheck(ScreenFile described, LabelNotation notation, TableColumns columns) {
        this.screen = described.screen();
        this.layout = described.layout();
        this.described = described.table().isPresent();
        this.notation = notation;
        this.columns = columns;
    }

    TableColumns columns() {
        return columns;
    }

    /** A well, and the cell type of its experiment. */
    record Place(WellId well, CellType cellType) {}

    /** The row's well, which must exist on the screen's plates. */
    Place place(CsvFile.Row row) throws BadRowException {
        ExperimentId experiment = experiment(row);
        CellType cellType = cellType(row, experiment);
        return new Place(new WellId(plate(row, experiment), position(row)), cellType);
    }

    /** The row's identifier. That of a published table must be that of its well; a described table may have none. */
    String id(CsvFile.Row row, WellId well) throws BadRowException {
        String id = columns.get(row, Field.ID);
        String code = well.experiment() + "_" + well.plate().name() + "_" + well.position();
        if (described) {
            return id.isEmpty() ? code : id;
        }
        String asWritten = String.join(
                "_", columns.get(row, Field.EXPERIMENT), columns.get(row, Field.PLATE), columns.get(row, Field.WELL));
        if (!id.equals(code) && !id.equals(asWritten)) {
            throw bad(row, Field.ID, "disagrees with the row's experiment, plate and well", code);
        }
        return id;
    }

    private ExperimentId experiment(CsvFile.Row row) throws BadRowException {
        try {
            return new ExperimentId(columns.get(row, Field.EXPERIMENT));
        } catch (IllegalArgumentException e) {
            throw badExperiment(row);
        }
    }

    private BadRowException badExperiment(CsvFile.Row row) {
        return bad(
                row,
                Field.EXPERIMENT,
                "is not valid",
                described ? "letters, digits, '.', '_' and '-', 63 at most" : "a name such as HUVEC-01");
    }

    private CellType cellType(CsvFile.Row row, ExperimentId experiment) throws BadRowException {
        if (described && columns.has(Field.CELL_TYPE)) {
            try {
                return known(row, new CellType(columns.get(row, Field.CELL_TYPE)), experiment);
            } catch (IllegalArgumentException e) {
                throw bad(row, Field.CELL_TYPE, "is not valid", "letters, digits, '.', '_' and '-', 31 at most");
            }
        }
        CellType cellType;
        try {
            cellType = CellType.of(experiment);
        } catch (IllegalArgumentException e) {
            throw described
                    ? bad(
                            row,
                            Field.EXPERIMENT,
                            "does not name its cell type",
                            "table.columns.cell-type in screen.yaml")
                    : badExperiment(row);
        }
        String said = columns.has(Field.CELL_TYPE) ? columns.get(row, Field.CELL_TYPE) : cellType.name();
        if (!said.equals(cellType.name())) {
            throw bad(row, Field.CELL_TYPE, "disagrees with experiment '" + experiment + "'", cellType.name());
        }
        return known(row, cellType, experiment);
    }

    private CellType known(CsvFile.Row row, CellType cellType, ExperimentId experiment) throws BadRowException {
        if (!screen.cellTypes().contains(cellType) && !screen.cellTypes().contains(ScreenFile.ANY_CELL_TYPE)) {
            String known = screen.cellTypes().stream().map(CellType::name).collect(Collectors.joining(", "));
            throw bad(row.problem(
                    "the cell type of experiment '" + experiment + "' is not one of the screen's", "one of " + known));
        }
        return cellType;
    }

    private PlateId plate(CsvFile.Row row, ExperimentId experiment) throws BadRowException {
        String plate = columns.get(row, Field.PLATE);
        Optional<Integer> number = number(PLATE, plate);
        if (number.isPresent()) {
            return new PlateId(experiment, number.get());
        }
        if (!described) {
            throw bad(row, Field.PLATE, "is not valid", "a number from 1 to 9999");
        }
        try {
            return new PlateId(experiment, plate);
        } catch (IllegalArgumentException e) {
            throw bad(row, Field.PLATE, "is not valid", "a number, or letters, digits, '.', '_' and '-', 63 at most");
        }
    }

    /** The number of the row's site. */
    int site(CsvFile.Row row, WellId well) throws BadRowException {
        int most = screen.sites();
        return number(SITE, columns.get(row, Field.SITE))
                .filter(number -> number <= most)
                .orElseThrow(() -> in(well, bad(row, Field.SITE, "is not a site of the screen", "1 to " + most)));
    }

    /** The number of the channel that the row's file holds; a row may have its stain. */
    int channel(CsvFile.Row row, WellId well, List<Channel> channels) throws BadRowException {
        String said = columns.get(row, Field.CHANNEL);
        return channels.stream()
                .filter(channel -> String.valueOf(channel.number()).equals(said)
                        || channel.stain().equalsIgnoreCase(said))
                .findFirst()
                .map(Channel::number)
                .orElseThrow(() -> in(
                        well,
                        bad(
                                row,
                                Field.CHANNEL,
                                "is not a channel of the screen",
                                "a number or a stain of screen.yaml's channels")));
    }

    private static Optional<Integer> number(Pattern spelling, String text) {
        Matcher matcher = spelling.matcher(text);
        return matcher.matches() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
    }

    /**
     * The part of the screen that the row belongs to; that of training if the table has none. WILDS has a part for validation, whose
     * wells no run may be trained on either.
     */
    Subset subset(CsvFile.Row row) throws BadRowException {
        if (!columns.has(Field.PART)) {
            return Subset.SUBSET_TRAIN;
        }
        return switch (columns.get(row, Field.PART).toLowerCase(Locale.ROOT)) {
            case "train" -> Subset.SUBSET_TRAIN;
            case "val", "test" -> Subset.SUBSET_TEST;
            default -> throw bad(row, Field.PART, "is not a part of the screen", "train, val or test");
        };
    }

    private WellPosition position(CsvFile.Row row) throws BadRowException {
        boolean split = columns.has(Field.ROW) && columns.has(Field.COLUMN);
        String well = split
                ? columns.get(row, Field.ROW) + "/" + columns.get(row, Field.COLUMN)
                : columns.get(row, Field.WELL);
        WellPosition last =
                new WellPosition(screen.plates().rows() - 1, screen.plates().columns());
        WellPosition position;
        try {
            position = split
                    ? WellSpelling.parse(columns.get(row, Field.ROW), columns.get(row, Field.COLUMN))
                    : WellSpelling.parse(well);
        } catch (IllegalArgumentException e) {
            throw bad(row.problem("impossible well '" + well + "'", "A01 to " + last));
        }
        if (!screen.plates().contains(position)) {
            throw bad(row.problem("impossible well " + well + ": it is outside the plate", "A01 to " + last));
        }
        if (layout.used().isPresent() && !layout.used().get().contains(position)) {
            throw bad(row.problem(
                    "well " + well + " is outside the plate design",
                    "a well of " + layout.used().get()));
        }
        return position;
    }

    /** The check of what was done to the wells. */
    TreatmentCheck treatments() {
        return new TreatmentCheck(this, screen.columns(), layout, new LabelCheck(layout, notation, columns, described));
    }

    BadRowException bad(CsvFile.Row row, Field field, String problem, String expected) {
        return bad(row.problem(columns.name(field) + " '" + columns.get(row, field) + "' " + problem, expected));
    }

    static BadRowException in(WellId well, BadRowException bad) {
        return bad(bad.problem().in(well));
    }

    private static BadRowException bad(Problem problem) {
        return new BadRowException(problem);
    }
}
