package io.wellstream.simulator;

import io.wellstream.simulator.morphology.Variation;
import java.util.Locale;

/**
 * How hard it is to recognise the treatments of a screen.
 *
 * @param variation what varies without any treatment
 * @param effect the strength of the treatments' effects: at 0 all are alike, at 1 they are as strong as the variation plans
 */
public record Difficulty(Variation variation, double effect) {
    private static final double STRONGEST = 10;

    public Difficulty {
        if (!(effect >= 0 && effect <= STRONGEST)) {
            throw new IllegalArgumentException("effect " + effect + "; expected 0 to " + STRONGEST);
        }
    }

    static Difficulty demo(double effect) {
        return new Difficulty(Variation.DEMO, effect);
    }

    static Difficulty bench() {
        return new Difficulty(Variation.BENCH, 1);
    }

    Difficulty withEffect(double other) {
        return new Difficulty(variation, other);
    }

    /** The norm of a usual treatment's change, in trait units. */
    double usualEffect() {
        return effect * variation.usualEffect();
    }

    /** Whether plates that are not full are used over their whole area. The demo uses their first rows. */
    boolean wholePlates() {
        return variation == Variation.BENCH;
    }

    /** Whether the last unseen experiment of the last cell line is several times too bright, as U2OS-04 is in RxRx1. */
    boolean brightUnseen() {
        return variation == Variation.BENCH;
    }

    @Override
    public String toString() {
        return variation.name().toLowerCase(Locale.ROOT) + ", effect " + effect;
    }
}
