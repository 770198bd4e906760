package io.wellstream.simulator.morphology;

/** The perturbation of a well, numbered as in RxRx1. */
public sealed interface Perturbation {

    int number();

    /** One of the treatments to distinguish, numbered from 0. */
    record Treatment(int number) implements Perturbation {}

    /** A treatment of known strong effect, repeated on every plate, numbered from 1108. */
    record PositiveControl(int number) implements Perturbation {}

    /** Untreated cells. */
    record Untreated() implements Perturbation {
        private static final int NUMBER = 1138;

        @Override
        public int number() {
            return NUMBER;
        }
    }
}
