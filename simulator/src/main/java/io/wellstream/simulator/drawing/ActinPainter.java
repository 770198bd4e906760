package io.wellstream.simulator.drawing;

import io.wellstream.simulator.morphology.CellLine;
import io.wellstream.simulator.morphology.Morphology;
import io.wellstream.simulator.morphology.Trait;

/** Actin: parallel stress fibres along the cell, a cortex under its border, and a faint background. */
final class ActinPainter implements CellPainter {

    private final double fibres;
    private final double period;
    private final double cortex;

    ActinPainter(CellLine line, Morphology morphology) {
        fibres = 0.75 * line.fibres() * morphology.growth(Trait.ACTIN_FIBRES, 2.0);
        period = 3.6 * morphology.growth(Trait.ACTIN_PERIOD, 1.4);
        cortex = 0.6 * morphology.growth(Trait.ACTIN_CORTEX, 1.8);
    }

    @Override
    public Canvas paint(Scene scene) {
        Tissue tissue = scene.tissue();
        Canvas plane = new Canvas(scene.side());
        ValueNoise strands = new ValueNoise(period, scene.key().at("strands").open());
        ValueNoise sway = new ValueNoise(40, scene.key().at("sway").open());
        for (int i = 0; i < plane.values.length; i++) {
            int owner = tissue.owner[i];
            if (owner >= 0) {
                int x = i % scene.side();
                int y = i / scene.side();
                Cell.Ellipse body = tissue.cells.get(owner).body();
                double across = body.across(x, y) + 5 * sway.at(x, y);
                double strand = strands.at(across + 17.3 * owner, body.along(x, y) / 14);
                double sharp = Math.max(0, strand + 0.15);
                double edge = CellPainter.bell(tissue.border[i] / 1.6);
                double stain = tissue.cells.get(owner).stain();
                double cytoplasm = scene.cytoplasm().values[i];
                double inside = Math.min(1, tissue.border[i] / 2);
                double body2 = 0.3 * stain + 0.7 * cytoplasm;
                plane.values[i] = (float) (0.5 * cytoplasm + body2 * inside * fibres * sharp + body2 * cortex * edge);
            }
        }
        return scene.conserve(plane);
    }
}
