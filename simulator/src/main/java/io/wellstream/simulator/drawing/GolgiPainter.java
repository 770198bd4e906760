package io.wellstream.simulator.drawing;

import io.wellstream.simulator.drawing.Cell.Ellipse;
import io.wellstream.simulator.morphology.Morphology;
import io.wellstream.simulator.morphology.Trait;
import io.wellstream.simulator.random.RandomStream;

/** Golgi and plasma membrane: a compact to scattered stack of dots next to the nucleus, and the cell's ruffled border. */
final class GolgiPainter implements CellPainter {

    private final double scatter;
    private final double mass;
    private final double ruffles;

    GolgiPainter(Morphology morphology) {
        scatter = 1 / morphology.growth(Trait.GOLGI_COMPACTNESS, 1.8);
        mass = morphology.growth(Trait.GOLGI_MASS, 1.7);
        ruffles = 0.45 * morphology.growth(Trait.MEMBRANE_RUFFLES, 1.9);
    }

    @Override
    public Canvas paint(Scene scene) {
        Tissue tissue = scene.tissue();
        Canvas plane = new Canvas(scene.side());
        for (int i = 0; i < plane.values.length; i++) {
            int owner = tissue.owner[i];
            if (owner >= 0) {
                double edge = CellPainter.bell(tissue.border[i] / 1.2);
                double stain = tissue.cells.get(owner).stain();
                plane.values[i] = (float) (0.7 * scene.cytoplasm().values[i]
                        + ruffles * edge * (0.3 * stain + 0.7 * scene.cytoplasm().values[i]));
            }
        }
        RandomStream random = scene.key().at("golgi").open();
        for (Cell cell : tissue.cells) {
            addStack(plane, cell, random);
        }
        return scene.conserve(plane);
    }

    private void addStack(Canvas plane, Cell cell, RandomStream random) {
        Ellipse nucleus = cell.nucleus();
        int dots = random.nextPoisson(14 * mass);
        for (int i = 0; i < dots; i++) {
            double angle = cell.golgiAngle() + Math.min(3, 0.5 * scatter) * random.nextGaussian();
            double distance = 1.2 + 0.35 * scatter * Math.abs(random.nextGaussian());
            double height = 0.3 * cell.stain() * random.uniform(0.6, 1.4);
            plane.addDot(nucleus.pointX(distance, angle), nucleus.pointY(distance, angle), 2.7, height);
        }
    }
}
