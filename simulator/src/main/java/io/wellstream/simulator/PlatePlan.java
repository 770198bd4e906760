package io.wellstream.simulator;

/**
 * What the plates of one experiment contain.
 *
 * @param treatments numbered from 0 and distributed over the plates in fixed groups, one well each
 * @param positiveControls how many of RxRx1's 30 are on each plate, in addition to the untreated well B02
 * @param losses whether some wells are missing, as after a dispenser's failure
 */
public record PlatePlan(int treatments, int plates, int positiveControls, boolean losses) {
    static final int TREATMENTS = 1108;

    public PlatePlan {
        if (treatments < 2 || treatments > TREATMENTS) {
            throw new IllegalArgumentException(treatments + " treatments; expected 2 to " + TREATMENTS);
        }
        if (plates < 1 || plates > 99 || treatments < plates) {
            throw new IllegalArgumentException(
                    plates + " plates; expected 1 to 99, and no more than the " + treatments + " treatments");
        }
        int fullest = (treatments + plates - 1) / plates;
        if (fullest > PlateLayout.TREATED.size()) {
            throw new IllegalArgumentException(treatments + " treatments on " + plates + " plates put " + fullest
                    + " on one; a plate holds " + PlateLayout.TREATED.size());
        }
        if (positiveControls < 0 || positiveControls > PlateLayout.CONTROLS.size()) {
            throw new IllegalArgumentException(
                    positiveControls + " positive controls a plate; expected 0 to " + PlateLayout.CONTROLS.size());
        }
    }

    /** As in RxRx1: 1,108 treatments on 4 plates, 30 positive controls, some wells lost. */
    public static PlatePlan rxrx1() {
        return new PlatePlan(TREATMENTS, 4, 30, true);
    }
}
