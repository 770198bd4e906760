package io.wellstream.simulator;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.simulator.morphology.Perturbation;

/**
 * A well of a simulated screen and what was done to it.
 *
 * @param unseen whether it belongs to an experiment whose labels are withheld
 */
public record SimulatedWell(WellId id, Perturbation perturbation, boolean unseen) {
    public boolean isControl() {
        return !(perturbation instanceof Perturbation.Treatment);
    }

    /** As RxRx1's tables write it: {@code HEPG2-08_1_B03}. */
    String code() {
        return id.experiment() + "_" + id.plate().number() + "_" + id.position();
    }
}
