package io.wellstream.simulator.drawing;

import io.wellstream.simulator.drawing.Cell.Ellipse;
import io.wellstream.simulator.morphology.Morphology;
import io.wellstream.simulator.morphology.Trait;
import io.wellstream.simulator.random.RandomStream;

/** RNA: follows the reticulum through the cytoplasm, fills the nucleus, and is brightest in the nucleoli. */
final class RnaPainter implements CellPainter {

    private final Canvas reticulum;
    private final double nucleoli;
    private final double nucleolus;

    RnaPainter(Morphology morphology, Canvas reticulum) {
        this.reticulum = reticulum;
        nucleoli = 2.2 * morphology.growth(Trait.NUCLEOLI_COUNT, 1.9);
        nucleolus = 0.3 * morphology.growth(Trait.NUCLEOLI_SIZE, 1.3);
    }

    @Override
    public Canvas paint(Scene scene) {
        Tissue tissue = scene.tissue();
        Canvas plane = new Canvas(scene.side());
        for (int i = 0; i < plane.values.length; i++) {
            double nucleus = Math.clamp(0.5 - tissue.fromNucleus[i] / 2, 0, 1);
            double cytoplasm = scene.cytoplasm().values[i];
            plane.values[i] = (float) (0.65 * reticulum.values[i] + cytoplasm * (0.3 + 0.25 * nucleus));
        }
        RandomStream random = scene.key().at("nucleoli").open();
        for (Cell cell : tissue.cells) {
            Ellipse nucleus = cell.nucleus();
            int count = random.nextPoisson(nucleoli);
            for (int i = 0; i < count; i++) {
                double distance = 0.65 * Math.sqrt(random.nextDouble());
                double angle = 2 * StrictMath.PI * random.nextDouble();
                double radius = nucleus.radius() * nucleolus * random.uniform(0.8, 1.2);
                plane.addDot(
                        nucleus.pointX(distance, angle),
                        nucleus.pointY(distance, angle),
                        radius + 0.6,
                        0.9 * cell.stain());
            }
        }
        return scene.conserve(plane);
    }
}
