package io.wellstream.imaging.score;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which of a network's classes are possible in a well. A network of treatments and controls answers a treatment's well with a
 * treatment and a control's well with a control; all classes of every other network are possible. Validation, test and scoring
 * use this one rule.
 */
public final class RowClasses {
    private final boolean[] treatmentRow; // [class]
    private final boolean[] controlRow; // [class]

    private RowClasses(boolean[] treatmentRow, boolean[] controlRow) {
        this.treatmentRow = treatmentRow;
        this.controlRow = controlRow;
    }

    /** Every class is possible in every well. */
    public static RowClasses all(int classes) {
        boolean[] all = orAll(new boolean[classes]);
        return new RowClasses(all, all);
    }

    /**
     * The classes of a network of treatments and controls.
     *
     * @param classes of the network, by index
     * @param controls the labels of control wells
     */
    public static RowClasses treatmentsAndControls(List<String> classes, Set<String> controls) {
        boolean[] treatment = new boolean[classes.size()];
        boolean[] control = new boolean[classes.size()];
        for (int c = 0; c < treatment.length; c++) {
            control[c] = controls.contains(classes.get(c));
            treatment[c] = !control[c];
        }
        return new RowClasses(orAll(treatment), orAll(control));
    }

    /** [class]; at least one is true. Not a copy: read it only. */
    public boolean[] of(boolean isControl) {
        return isControl ? controlRow : treatmentRow;
    }

    private static boolean[] orAll(boolean[] possible) {
        for (boolean one : possible) {
            if (one) {
                return possible;
            }
        }
        Arrays.fill(possible, true);
        return possible;
    }
}
