package io.wellstream.simulator.drawing;

import io.wellstream.simulator.drawing.Cell.Ellipse;
import io.wellstream.simulator.morphology.Morphology;
import io.wellstream.simulator.morphology.Trait;
import io.wellstream.simulator.random.RandomStream;

/** Endoplasmic reticulum: a net around the nucleus that thins out towards the cell's edge, with vesicles in it. */
final class ReticulumPainter implements CellPainter {

    private static final double FLOOR = 0.35;

    private final double reach;
    private final double mesh;
    private final double depth;
    private final double vesicles;

    ReticulumPainter(Morphology morphology) {
        reach = 6.5 * morphology.growth(Trait.RETICULUM_SPREAD, 1.7);
        mesh = 1.4;
        depth = 0.3 * morphology.growth(Trait.RETICULUM_GRAIN, 1.7);
        vesicles = 5 * morphology.growth(Trait.VESICLES, 2.3);
    }

    @Override
    public Canvas paint(Scene scene) {
        Tissue tissue = scene.tissue();
        Canvas plane =
                Canvas.texture(scene.side(), mesh, scene.key().at("reticulum").open());
        for (int i = 0; i < plane.values.length; i++) {
            double outside = tissue.fromNucleus[i];
            double spread = FLOOR + CellPainter.bell(Math.max(0, outside) / reach);
            double net = Math.max(0.1, 1 + depth * plane.values[i]);
            double nucleus = 1 - 0.55 * Math.clamp(0.5 - outside / 2, 0, 1);
            plane.values[i] = (float) (scene.cytoplasm().values[i] * spread * net * nucleus);
        }
        RandomStream random = scene.key().at("vesicles").open();
        for (Cell cell : tissue.cells) {
            Ellipse body = cell.body();
            int count = random.nextPoisson(vesicles);
            for (int i = 0; i < count; i++) {
                double distance = random.uniform(0.3, 0.8);
                double angle = 2 * StrictMath.PI * random.nextDouble();
                double height = random.uniform(0.5, 1.2) * cell.stain();
                plane.addDot(body.pointX(distance, angle), body.pointY(distance, angle), 2.4, height);
            }
        }
        return scene.conserve(plane);
    }
}
