package io.wellstream.ingest.source;

import io.wellstream.ingest.table.CsvFile;
import io.wellstream.ingest.problem.Problem;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.MetadataColumns;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.imaging.screen.Treatment;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.imaging.screen.WellSpelling;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellRole;
import java.util.Optional;
import java.util.OptionalInt;
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

    private static final String TREATMENT = "treatment";
    private static final Pattern PLATE = Pattern.compile("(?:[Pp]late[ _-]?)?0{0,3}([1-9][0-9]{0,3})");
    private static final Pattern SITE = Pattern.compile("(?:[Ss](?:ite)?[ _-]?)?0{0,2}([1-9][0-9]{0,2})");

    private final Screen screen;
    private final Layout layout;
    private final LabelNotation notation;
    private final TableColumns columns;

    RowCheck(ScreenFile described, LabelNotation notation, TableColumns columns) {
        this.screen = described.screen();
        this.layout = described.layout();
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

    /** The row's identifier, which must be that of its well. */
    String id(CsvFile.Row row, WellId well) throws BadRowException {
        String id = row.get(columns.id());
        String code = well.experiment() + "_" + well.plate().number() + "_" + well.position();
        String asWritten = String.join(
                "_",
                row.get(TableColumns.EXPERIMENT),
                row.get(TableColumns.PLATE),
                row.get(TableColumns.WELL));
        if (!id.equals(code) && !id.equals(asWritten)) {
            throw bad(
                    row, columns.id() + " '" + id + "' disagrees with the row's experiment, plate and well", code);
        }
        return id;
    }

    private static ExperimentId experiment(CsvFile.Row row) throws BadRowException {
        try {
            return new ExperimentId(row.get(TableColumns.EXPERIMENT));
        } catch (IllegalArgumentException e) {
            throw badExperiment(row);
        }
    }

    private static BadRowException badExperiment(CsvFile.Row row) {
        return bad(
                row,
                "experiment '" + row.get(TableColumns.EXPERIMENT) + "' is not valid",
                "a name such as HUVEC-01");
    }

    private CellType cellType(CsvFile.Row row, ExperimentId experiment) throws BadRowException {
        CellType cellType;
        try {
            cellType = CellType.of(experiment);
        } catch (IllegalArgumentException e) {
            throw badExperiment(row);
        }
        if (!screen.cellTypes().contains(cellType)) {
            String known = screen.cellTypes().stream().map(CellType::name).collect(Collectors.joining(", "));
            throw bad(
                    row,
                    "the cell type of experiment '" + experiment + "' is not one of the screen's",
                    "one of " + known);
        }
        String said = columns.cellType().isEmpty() ? cellType.name() : row.get(columns.cellType());
        if (!said.equals(cellType.name())) {
            throw bad(
                    row,
                    columns.cellType() + " '" + said + "' disagrees with experiment '" + experiment + "'",
                    cellType.name());
        }
        return cellType;
    }

    private static PlateId plate(CsvFile.Row row, ExperimentId experiment) throws BadRowException {
        String plate = row.get(TableColumns.PLATE);
        return new PlateId(
                experiment,
                number(PLATE, plate)
                        .orElseThrow(() -> bad(row, "plate '" + plate + "' is not valid", "a number from 1 to 9999")));
    }

    /** The number of the row's site. */
    int site(CsvFile.Row row, WellId well) throws BadRowException {
        String site = row.get(columns.site());
        int most = screen.sites();
        return number(SITE, site)
                .filter(number -> number <= most)
                .orElseThrow(() -> bad(row.problem(
                                columns.site() + " '" + site + "' is not a site of the screen", "1 to " + most)
                        .in(well)));
    }

    private static Optional<Integer> number(Pattern spelling, String text) {
        Matcher matcher = spelling.matcher(text);
        return matcher.matches() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
    }

    /** The part of the screen that the row belongs to. WILDS has a part for validation, whose wells no run may be trained on either. */
    Subset subset(CsvFile.Row row) throws BadRowException {
        String subset = row.get(columns.subset());
        return switch (subset) {
            case "train" -> Subset.SUBSET_TRAIN;
            case "val", "test" -> Subset.SUBSET_TEST;
            default ->
                throw bad(row, columns.subset() + " '" + subset + "' is not a part of the screen", "train, val or test");
        };
    }

    /** Whether the row is a treatment or which kind of control it is. */
    WellRole role(CsvFile.Row row, WellId well) throws BadRowException {
        return row.get(columns.control()).equals(TREATMENT)
                ? WellRole.WELL_ROLE_TREATMENT
                : controlRole(row, well, TREATMENT + ", ");
    }

    private WellPosition position(CsvFile.Row row) throws BadRowException {
        String well = row.get(TableColumns.WELL);
        WellPosition last =
                new WellPosition(screen.plates().rows() - 1, screen.plates().columns());
        WellPosition position;
        try {
            position = WellSpelling.parse(well);
        } catch (IllegalArgumentException e) {
            throw bad(row, "impossible well '" + well + "'", "A01 to " + last);
        }
        if (!screen.plates().contains(position)) {
            throw bad(row, "impossible well " + well + ": it is outside the plate", "A01 to " + last);
        }
        if (layout.used().isPresent() && !layout.used().get().contains(position)) {
            throw bad(
                    row,
                    "well " + well + " is outside the plate design",
                    "a well of " + layout.used().get());
        }
        return position;
    }

    /** The kind of control that the row is; it must be in a well where the design has such controls. */
    WellRole controlRole(CsvFile.Row row, WellId well) throws BadRowException {
        return controlRole(row, well, "");
    }

    private WellRole controlRole(CsvFile.Row row, WellId well, String alternatives) throws BadRowException {
        MetadataColumns names = screen.columns();
        String type = row.get(names.control());
        if (type.equals(names.negativeControl())) {
            return WellRole.WELL_ROLE_NEGATIVE_CONTROL;
        }
        if (!type.equals(names.positiveControl())) {
            throw bad(row.problem(
                            names.control() + " '" + type + "' is not a " + (alternatives.isEmpty() ? "kind of control" : "kind of well"),
                            alternatives + names.positiveControl() + " or " + names.negativeControl())
                    .in(well));
        }
        if (!layout.positiveControls().isEmpty() && !layout.positiveControls().contains(well.position())) {
            throw bad(row.problem("positive control outside the plate design", "one of " + positions())
                    .in(well));
        }
        return WellRole.WELL_ROLE_POSITIVE_CONTROL;
    }

    private String positions() {
        return layout.positiveControls().stream()
                .sorted()
                .map(WellPosition::toString)
                .collect(Collectors.joining(", "));
    }

    /** The row's label, which must have the notation and the range of the screen's labels. */
    String label(CsvFile.Row row, WellId well, WellRole role) throws BadRowException {
        String column = screen.columns().label();
        String label = notation.read(row.get(column));
        if (label.isEmpty()) {
            throw bad(row.problem("no " + column, notation.example()).in(well));
        }
        if (NoLabel.isMeantBy(label, role)) {
            throw bad(row.problem(
                            column + " '" + label + "' says that the well has no label",
                            "a label, or a control in a well without treatment")
                    .in(well));
        }
        if (!notation.fits(label)) {
            throw bad(row.problem(column + " '" + label + "' is not written like the others", notation.example())
                    .in(well));
        }
        int end = notation == LabelNotation.INTEGER && role == WellRole.WELL_ROLE_TREATMENT
                ? layout.treatments()
                : notation == LabelNotation.INTEGER ? layout.labels() : layout.labels() - 1;
        OptionalInt number = notation.number(label);
        if (end > 0 && number.isPresent() && number.getAsInt() >= end) {
            throw bad(row.problem(column + " '" + label + "' is out of range", "a number below " + end)
                    .in(well));
        }
        try {
            return new Treatment(label).label();
        } catch (IllegalArgumentException e) {
            throw bad(row.problem(column + " '" + label + "' is not a valid label", "1 to 200 characters")
                    .in(well));
        }
    }

    private static BadRowException bad(CsvFile.Row row, String problem, String expected) {
        return bad(row.problem(problem, expected));
    }

    private static BadRowException bad(Problem problem) {
        return new BadRowException(problem);
    }
}
