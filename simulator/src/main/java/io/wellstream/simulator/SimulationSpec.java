package io.wellstream.simulator;

import io.wellstream.imaging.screen.CellType;
import java.util.List;

/** The specification of a simulated screen. It determines every bit of every image. */
public record SimulationSpec(
        long seed,
        List<CellLinePlan> cellLines,
        PlatePlan plates,
        FieldPlan fields,
        Difficulty difficulty,
        MetadataForm labels) {

    public SimulationSpec {
        cellLines = List.copyOf(cellLines);
        if (cellLines.isEmpty()) {
            throw new IllegalArgumentException("a screen without a cell line; expected at least one");
        }
        if (cellLines.stream().map(CellLinePlan::cellType).distinct().count() < cellLines.size()) {
            throw new IllegalArgumentException("a cell line is planned twice; expected each once");
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
                Difficulty.demo(1),
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
                Difficulty.demo(1),
                MetadataForm.NAME);
    }

    /**
     * A screen whose batch effects exceed the effects of its treatments: of each cell type eight experiments with labels and four
     * without, whose last one of the last cell type is far too bright; 4 plates of 192 px images with 9 positive controls.
     *
     * @param treatments for example 108, or RxRx1's 1,108
     */
    public static SimulationSpec bench(long seed, List<CellType> cellTypes, int treatments) {
        return new SimulationSpec(
                seed,
                cellTypes.stream()
                        .map(type -> new CellLinePlan(type, 8, 4, false))
                        .toList(),
                new PlatePlan(treatments, 4, 9, false),
                new FieldPlan(2, 192),
                Difficulty.bench(),
                MetadataForm.NAME);
    }

    /** The strength of the treatments' effects. */
    public SimulationSpec withEffect(double other) {
        return new SimulationSpec(seed, cellLines, plates, fields, difficulty.withEffect(other), labels);
    }

    public SimulationSpec withLabels(MetadataForm other) {
        return new SimulationSpec(seed, cellLines, plates, fields, difficulty, other);
    }

    public SimulationSpec withPlates(PlatePlan other) {
        return new SimulationSpec(seed, cellLines, other, fields, difficulty, labels);
    }

    public SimulationSpec withFields(FieldPlan other) {
        return new SimulationSpec(seed, cellLines, plates, other, difficulty, labels);
    }

    public SimulationSpec withCellLines(List<CellLinePlan> others) {
        return new SimulationSpec(seed, others, plates, fields, difficulty, labels);
    }
}
