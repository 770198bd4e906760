package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.MetadataColumns;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.imaging.screen.Treatment;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.proto.v1.WellRole;
import java.util.OptionalInt;
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

    private final Screen screen;
    private final Layout layout;
    private final LabelNotation notation;

    RowCheck(ScreenFile described, LabelNotation notation) {
        this.screen = described.screen();
        this.layout = described.layout();
        this.notation = notation;
    }

    /** The row's well, which must exist on the screen's plates and be the one that its {@code id_code} names. */
    WellId well(CsvFile.Row row) throws BadRowException {
        WellId well = new WellId(plate(row), position(row));
        String code = well.experiment() + "_" + well.plate().number() + "_" + well.position();
        if (!row.get("id_code").equals(code)) {
            throw bad(
                    row,
                    "id_code '" + row.get("id_code") + "' disagrees with the row's experiment, plate and well",
                    code);
        }
        return well;
    }

    private PlateId plate(CsvFile.Row row) throws BadRowException {
        ExperimentId experiment;
        CellType cellType;
        try {
            experiment = new ExperimentId(row.get("experiment"));
            cellType = CellType.of(experiment);
        } catch (IllegalArgumentException e) {
            throw bad(row, "experiment '" + row.get("experiment") + "' is not valid", "a name such as HUVEC-01");
        }
        if (!screen.cellTypes().contains(cellType)) {
            String known = screen.cellTypes().stream().map(CellType::name).collect(Collectors.joining(", "));
            throw bad(
                    row,
                    "the cell type of experiment '" + experiment + "' is not one of the screen's",
                    "one of " + known);
        }
        if (!row.get("plate").matches("[1-9][0-9]{0,3}")) {
            throw bad(row, "plate '" + row.get("plate") + "' is not valid", "a number from 1 to 9999");
        }
        return new PlateId(experiment, Integer.parseInt(row.get("plate")));
    }

    private WellPosition position(CsvFile.Row row) throws BadRowException {
        String well = row.get("well");
        WellPosition last =
                new WellPosition(screen.plates().rows() - 1, screen.plates().columns());
        WellPosition position;
        try {
            position = WellPosition.parse(well);
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
        MetadataColumns names = screen.columns();
        String type = row.get(names.control());
        if (type.equals(names.negativeControl())) {
            return WellRole.WELL_ROLE_NEGATIVE_CONTROL;
        }
        if (!type.equals(names.positiveControl())) {
            throw bad(row.problem(
                            names.control() + " '" + type + "' is not a kind of control",
                            names.positiveControl() + " or " + names.negativeControl())
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
        String label = row.get(column);
        if (label.isEmpty()) {
            throw bad(row.problem("no " + column, notation.example()).in(well));
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
