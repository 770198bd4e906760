package io.wellstream.simulator;

import io.wellstream.imaging.screen.CellType;
import java.util.List;

/**
 * The specification of a simulated screen. It determines every bit of every image.
 *
 * @param effect the strength of the treatments' effects: at 0 all are alike, at 1 they can be learned
 */
public record SimulationSpec(
        long seed,
        List<CellLinePlan> cellLines,
        PlatePlan plates,
        FieldPlan fields,
        double effect,
        MetadataForm labels) {
    private static final double STRONGEST = 10;

    public SimulationSpec {
        cellLines = List.copyOf(cellLines);
        if (cellLines.isEmpty()) {
            throw new IllegalArgumentException("a screen without a cell line; expected at least one");
        }
        if (cellLines.stream().map(CellLinePlan::cellType).distinct().count() < cellLines.size()) {
            throw new IllegalArgumentException("a cell line is planned twice; expected each once");
        }
        if (!(effect >= 0 && effect <= STRONGEST)) {
            throw new IllegalArgumentException("effect " + effect + "; expected 0 to " + STRONGEST);
        }
    }

    /** Small enough to train on two cores in a minute: 440 wells, 5,280 images. */
    public static SimulationSpec demo(long seed) {
        return new SimulationSpec(
                seed,
                List.of(
                        new CellLinePlan(new CellType("HEPG2"), 4, 1, false),
                        new CellLinePlan(new CellType("HUVEC"), 4, 1, false)),
                new PlatePlan(24, 2, 9, false),
                new FieldPlan(2, 96),
                1,
                MetadataForm.NAME);
    }

    /** A screen of RxRx1's size: 51 experiments of 4 plates at 512 px. */
    public static SimulationSpec rxrx1(long seed) {
        return new SimulationSpec(
                seed,
                List.of(
                        new CellLinePlan(new CellType("HEPG2"), 7, 4, true),
                        new CellLinePlan(new CellType("HUVEC"), 16, 8, true),
                        new CellLinePlan(new CellType("RPE"), 7, 4, true),
                        new CellLinePlan(new CellType("U2OS"), 3, 2, true)),
                PlatePlan.rxrx1(),
                new FieldPlan(2, 512),
                1,
                MetadataForm.NAME);
    }

    public SimulationSpec withEffect(double other) {
        return new SimulationSpec(seed, cellLines, plates, fields, other, labels);
    }

    public SimulationSpec withLabels(MetadataForm other) {
        return new SimulationSpec(seed, cellLines, plates, fields, effect, other);
    }

    public SimulationSpec withPlates(PlatePlan other) {
        return new SimulationSpec(seed, cellLines, other, fields, effect, labels);
    }

    public SimulationSpec withFields(FieldPlan other) {
        return new SimulationSpec(seed, cellLines, plates, other, effect, labels);
    }

    public SimulationSpec withCellLines(List<CellLinePlan> others) {
        return new SimulationSpec(seed, others, plates, fields, effect, labels);
    }
}
