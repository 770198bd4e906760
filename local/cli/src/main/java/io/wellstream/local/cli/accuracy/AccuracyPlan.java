package io.wellstream.local.cli.accuracy;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.simulator.CellLinePlan;
import io.wellstream.simulator.SimulationSpec;
import java.time.Duration;
import java.util.List;

/**
 * What the benchmark measures.
 *
 * @param seeds of the runs; each arm is trained with each, on the same screen
 * @param limit no further runs are started that would end after it, if they take as long as those before
 */
public record AccuracyPlan(SimulationSpec screen, List<Arm> arms, int seeds, Duration limit) {
    public AccuracyPlan {
        arms = List.copyOf(arms);
        if (arms.isEmpty() || arms.stream().map(Arm::name).distinct().count() < arms.size()) {
            throw new IllegalArgumentException("arms "
                    + arms.stream().map(Arm::name).toList() + "; expected at least one, each with its own name");
        }
        if (seeds < 1) {
            throw new IllegalArgumentException(seeds + " seeds; expected 1 or more");
        }
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("a limit of " + limit.toMinutes() + " minutes; expected 1 or more");
        }
    }

    List<CellType> cellTypes() {
        return screen.cellLines().stream().map(CellLinePlan::cellType).toList();
    }

    /** The arm that the others are compared with. */
    public String reference() {
        return arms.getFirst().name();
    }
}
