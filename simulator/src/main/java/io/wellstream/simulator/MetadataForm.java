package io.wellstream.simulator;

import io.wellstream.simulator.morphology.Perturbation;

/** The two published formats of RxRx1's labels. */
public enum MetadataForm {
    /** Integers, as in the competition of 2019; the untreated well is 1138. */
    INTEGER,
    /** Names, as served today: {@code sirna_250}, {@code UNTREATED}. */
    NAME;

    public String write(Perturbation perturbation) {
        return switch (this) {
            case INTEGER -> Integer.toString(perturbation.number());
            case NAME ->
                perturbation instanceof Perturbation.Untreated ? "UNTREATED" : "sirna_" + perturbation.number();
        };
    }
}
