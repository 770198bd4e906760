package io.wellstream.simulator.drawing;

import io.wellstream.simulator.drawing.Cell.Ellipse;
import io.wellstream.simulator.morphology.CellLine;
import io.wellstream.simulator.morphology.Morphology;
import io.wellstream.simulator.morphology.Trait;
import io.wellstream.simulator.random.RandomStream;

/** DNA: smooth to grainy nuclei with a few bright clumps; condensed ones break into pieces. */
final class NucleusPainter implements CellPainter {

    /** The share of the DNA stain that binds to RNA in the cytoplasm. */
    private static final double CYTOPLASM = 0.15;

    private final CellLine line;
    private final double grainSize;
    private final double grainDepth;
    private final double clumps;
    private final double dilution;

    NucleusPainter(CellLine line, Morphology morphology) {
        this.line = line;
        grainSize = 1.2;
        grainDepth = 0.16 * morphology.growth(Trait.CHROMATIN_GRAIN, 1.8);
        clumps = 1.5 * morphology.growth(Trait.CHROMATIN_CLUMPS, 2.1);
        double size = morphology.growth(Trait.NUCLEUS_SIZE, 1.17);
        dilution = 1 / (size * size * morphology.growth(Trait.CELL_COUNT, 1.35));
    }

    @Override
    public Canvas paint(Scene scene) {
        Tissue tissue = scene.tissue();
        Canvas plane = Canvas.texture(
                scene.side(), grainSize, scene.key().at("chromatin").open());
        for (int i = 0; i < plane.values.length; i++) {
            double grain = Math.max(0.2, 1 + grainDepth * plane.values[i]);
            plane.values[i] = (float) (tissue.nuclei[i] * grain);
        }
        RandomStream random = scene.key().at("clumps").open();
        for (Cell cell : tissue.cells) {
            addClumps(plane, cell, random);
        }
        double area = line.nucleus().radius() / line.growth().spacing();
        double scale = dilution * 0.2 / (area * area);
        for (int i = 0; i < plane.values.length; i++) {
            plane.values[i] = (float) (scale * plane.values[i] + CYTOPLASM * scene.cytoplasm().values[i]);
        }
        return plane;
    }

    private void addClumps(Canvas plane, Cell cell, RandomStream random) {
        Ellipse nucleus = cell.nucleus();
        int count = random.nextPoisson(cell.condensed() ? 4 : clumps);
        for (int i = 0; i < count; i++) {
            double distance = Math.sqrt(random.nextDouble()) * (cell.condensed() ? 1.1 : 0.75);
            double angle = 2 * StrictMath.PI * random.nextDouble();
            double radius = nucleus.radius() * random.uniform(0.2, 0.36);
            plane.addDot(
                    nucleus.pointX(distance, angle),
                    nucleus.pointY(distance, angle),
                    radius,
                    cell.dna() * (cell.condensed() ? 0.9 : 0.5));
        }
    }
}
