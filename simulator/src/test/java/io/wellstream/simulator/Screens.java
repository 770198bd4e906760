package io.wellstream.simulator;

import io.wellstream.imaging.screen.CellType;
import java.util.List;

/** Small screens for tests. */
public final class Screens {
    public static final CellType HEPG2 = new CellType("HEPG2");
    public static final CellType HUVEC = new CellType("HUVEC");

    private Screens() {}

    /** 2 + 1 experiments of HUVEC: 6 treatments and 3 controls on one plate, 2 sites of 48 px. */
    static SimulationSpec tiny(long seed) {
        return new SimulationSpec(
                seed,
                List.of(new CellLinePlan(HUVEC, 2, 1, false)),
                new PlatePlan(6, 1, 2, false),
                new FieldPlan(2, 48),
                Difficulty.demo(1),
                MetadataForm.NAME);
    }
}
