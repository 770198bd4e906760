package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.MetadataColumns;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.ingest.table.CsvFile;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellRole;
import java.util.stream.Collectors;

/**
 * Checks what a row says was done to its well: whether it is a control, and its label.
 *
 * @param names what published tables call controls
 */
record TreatmentCheck(RowCheck rows, MetadataColumns names, Layout layout, LabelCheck labels) {
    private static final String TREATMENT = "treatment";

    /** Whether the row of a published table is a treatment or which kind of control it is. */
    WellRole role(CsvFile.Row row, WellId well) throws RowCheck.BadRowException {
        return rows.columns().get(row, Field.CONTROL).equals(TREATMENT)
                ? WellRole.WELL_ROLE_TREATMENT
                : controlRole(row, well, TREATMENT + ", ");
    }

    /** The kind of control that the row is; it must be in a well where the design has such controls. */
    WellRole controlRole(CsvFile.Row row, WellId well) throws RowCheck.BadRowException {
        return controlRole(row, well, "");
    }

    private WellRole controlRole(CsvFile.Row row, WellId well, String alternatives) throws RowCheck.BadRowException {
        WellRole role = Controls.of(names).role(rows.columns().get(row, Field.CONTROL));
        if (role == WellRole.WELL_ROLE_TREATMENT) {
            throw RowCheck.in(
                    well,
                    rows.bad(
                            row,
                            Field.CONTROL,
                            "is not a " + (alternatives.isEmpty() ? "kind of control" : "kind of well"),
                            alternatives + names.positiveControl() + " or " + names.negativeControl()));
        }
        boolean designed =
                layout.positiveControls().isEmpty() || layout.positiveControls().contains(well.position());
        if (role == WellRole.WELL_ROLE_POSITIVE_CONTROL && !designed) {
            throw new RowCheck.BadRowException(
                    row.problem("positive control outside the plate design", "one of " + positions())
                            .in(well));
        }
        return role;
    }

    /** What was done to a well. */
    record Treatment(WellRole role, String label) {}

    /** What a row of a described table says was done to its well: a control without a label is named after its kind. */
    Treatment treatment(CsvFile.Row row, WellId well, Controls controls) throws RowCheck.BadRowException {
        String written = rows.columns().get(row, Field.LABEL);
        String kind = rows.columns().has(Field.CONTROL) ? rows.columns().get(row, Field.CONTROL) : written;
        WellRole role = controls.role(kind);
        if (role != WellRole.WELL_ROLE_TREATMENT && written.isEmpty()) {
            String named = kind.isEmpty() ? controls.negative().getFirst() : kind;
            return new Treatment(role, named.isEmpty() ? "untreated" : named);
        }
        String dose = rows.columns().get(row, Field.DOSE);
        boolean unlabelledTest = written.isEmpty() && rows.subset(row) == Subset.SUBSET_TEST;
        String label = unlabelledTest ? "" : labels.label(row, well, role);
        boolean dosed = role == WellRole.WELL_ROLE_TREATMENT && !dose.isEmpty() && !label.isEmpty();
        return new Treatment(role, dosed ? label + " @ " + dose : label);
    }

    /** The row's label, which must have the notation and the range of the screen's labels. */
    String label(CsvFile.Row row, WellId well, WellRole role) throws RowCheck.BadRowException {
        return labels.label(row, well, role);
    }

    private String positions() {
        return layout.positiveControls().stream()
                .sorted()
                .map(WellPosition::toString)
                .collect(Collectors.joining(", "));
    }
}
