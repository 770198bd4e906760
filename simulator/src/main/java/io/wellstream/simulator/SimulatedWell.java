package io.wellstream.simulator;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.simulator.morphology.Perturbation;

/**
 * A well of a simulated screen and its perturbation.
 *
 * @param unseen whether it belongs to an experiment whose labels are withheld
 */
public record SimulatedWell(WellId id, Perturbation perturbation, boolean unseen) {
    public boolean isControl() {
        return !(perturbation instanceof Perturbation.Treatment);
    }

    /** The well as in RxRx1's tables: {@code HEPG2-08_1_B03}. */
    String code() {
        return id.experiment() + "_" + id.plate().number() + "_" + id.position();
    }
}
