package io.wellstream.scorer;

import io.wellstream.proto.v1.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which of a model's classes can stand in a row. A model of treatments and controls answers a treatment row with a treatment and
 * a control row with a control; every other model's classes are all possible.
 */
final class RowClasses {
    private final boolean[] treatmentRow; // [class]
    private final boolean[] controlRow; // [class]

    private RowClasses(boolean[] treatmentRow, boolean[] controlRow) {
        this.treatmentRow = treatmentRow;
        this.controlRow = controlRow;
    }

    /**
     * @param classes of the model, by index
     * @param controls the labels that stand on control wells
     */
    static RowClasses of(Target target, List<String> classes, Set<String> controls) {
        boolean[] treatment = new boolean[classes.size()];
        boolean[] control = new boolean[classes.size()];
        Arrays.fill(treatment, true);
        Arrays.fill(control, true);
        if (target == Target.TARGET_TREATMENT_AND_CONTROL) {
            for (int c = 0; c < treatment.length; c++) {
                control[c] = controls.contains(classes.get(c));
                treatment[c] = !control[c];
            }
        }
        return new RowClasses(orAll(treatment), orAll(control));
    }

    /** [class]; at least one is true. Not a copy: read it only. */
    boolean[] of(boolean control) {
        return control ? controlRow : treatmentRow;
    }

    private static boolean[] orAll(boolean[] allowed) {
        for (boolean one : allowed) {
            if (one) {
                return allowed;
            }
        }
        Arrays.fill(allowed, true);
        return allowed;
    }
}
