package io.wellstream.simulator.drawing;

import io.wellstream.simulator.drawing.Cell.Ellipse;
import io.wellstream.simulator.morphology.Morphology;
import io.wellstream.simulator.morphology.Trait;
import io.wellstream.simulator.random.RandomStream;

/** Mitochondria: short grains to long threads, around the nucleus or spread through the cell. */
final class MitochondriaPainter implements CellPainter {

    private static final double STEP = 1.3;

    private final Canvas actin;
    private final double length;
    private final double reach;
    private final double mass;
    private final double alongActin;

    MitochondriaPainter(Morphology morphology, Canvas actin) {
        this.actin = actin;
        length = 3.5 * morphology.growth(Trait.MITOCHONDRIA_LENGTH, 2.2);
        reach = 0.5 * morphology.growth(Trait.MITOCHONDRIA_SPREAD, 1.5);
        mass = morphology.growth(Trait.MITOCHONDRIA_MASS, 1.6);
        alongActin = 0.35 * morphology.growth(Trait.ACTIN_COLOCALISATION, 1.9);
    }

    @Override
    public Canvas paint(Scene scene) {
        Canvas plane = new Canvas(scene.side());
        RandomStream random = scene.key().at("mitochondria").open();
        for (Cell cell : scene.tissue().cells) {
            double area = cell.body().radius() * cell.body().radius();
            int threads = random.nextPoisson(Math.min(200, 0.18 * mass * area / (2 + length)));
            for (int i = 0; i < threads; i++) {
                addThread(plane, scene.tissue(), cell, random);
            }
        }
        for (int i = 0; i < plane.values.length; i++) {
            plane.values[i] += (float) (0.55 * scene.cytoplasm().values[i] + alongActin * actin.values[i]);
        }
        return scene.conserve(plane);
    }

    private void addThread(Canvas plane, Tissue tissue, Cell cell, RandomStream random) {
        Ellipse body = cell.body();
        double start = Math.min(1, reach * Math.sqrt(random.nextDouble()) + 0.15);
        double angle = 2 * StrictMath.PI * random.nextDouble();
        double x = body.pointX(start, angle);
        double y = body.pointY(start, angle);
        double heading = angle + StrictMath.PI / 2 + 0.5 * random.nextGaussian();
        int steps = 1 + random.nextPoisson(length);
        double height = 0.3 * cell.stain() * random.uniform(0.6, 1.4);
        for (int i = 0; i < steps; i++) {
            int px = (int) Math.floor(x + 0.5);
            int py = (int) Math.floor(y + 0.5);
            if (px < 0 || py < 0 || px >= tissue.side || py >= tissue.side) {
                return;
            }
            if (tissue.fromNucleus[py * tissue.side + px] > 0.5 && tissue.border[py * tissue.side + px] > 0) {
                plane.addDot(x, y, 2.4, height);
            }
            heading += 0.45 * random.nextGrain();
            x += STEP * StrictMath.cos(heading);
            y += STEP * StrictMath.sin(heading);
        }
    }
}
