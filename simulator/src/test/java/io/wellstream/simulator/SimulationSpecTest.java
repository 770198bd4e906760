package io.wellstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wellstream.imaging.screen.CellType;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationSpecTest {
    @Test
    void theDemoHas440Wells() {
        SimulatedScreen demo = new SimulatedScreen(SimulationSpec.demo(1));

        assertThat(demo.wells()).hasSize(440);
        assertThat(demo.wells()).filteredOn(SimulatedWell::unseen).hasSize(2 * 2 * 22);
    }

    @Test
    void theWholeDesignHasRxRx1sExperiments() {
        SimulatedScreen whole = new SimulatedScreen(SimulationSpec.rxrx1(1));

        assertThat(whole.wells().stream().map(well -> well.id().experiment()).distinct())
                .hasSize(51);
        assertThat(whole.wells()).hasSizeBetween(51 * 4 * 308 - 200, 51 * 4 * 308);
    }

    @Test
    void anUnknownCellLineIsRefusedAndTheKnownOnesAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CellLinePlan(new CellType("HELA"), 4, 1, false))
                .withMessageContaining("HELA")
                .withMessageContaining("HUVEC");
    }

    @Test
    void moreTreatmentsThanAPlateHoldsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PlatePlan(300, 1, 30, false))
                .withMessage("300 treatments on 1 plates put 300 on one; a plate holds 277");
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        SimulationSpec demo = SimulationSpec.demo(1);

        assertThatIllegalArgumentException().isThrownBy(() -> demo.withEffect(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> demo.withEffect(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> demo.withCellLines(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new FieldPlan(0, 96));
        assertThatIllegalArgumentException().isThrownBy(() -> new FieldPlan(2, 31));
        assertThatIllegalArgumentException().isThrownBy(() -> new PlatePlan(24, 2, 31, false));
        assertThatIllegalArgumentException().isThrownBy(() -> new CellLinePlan(Screens.HUVEC, 0, 1, false));
    }
}
