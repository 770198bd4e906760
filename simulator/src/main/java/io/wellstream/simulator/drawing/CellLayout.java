package io.wellstream.simulator.drawing;

import io.wellstream.simulator.drawing.Cell.Ellipse;
import io.wellstream.simulator.morphology.CellLine;
import io.wellstream.simulator.morphology.Morphology;
import io.wellstream.simulator.morphology.Trait;
import io.wellstream.simulator.random.RandomStream;
import io.wellstream.simulator.random.StreamKey;
import java.util.ArrayList;
import java.util.List;

/** Places cells on a field and a margin around it: on a jittered hexagonal lattice, with gaps between colonies. */
final class CellLayout {

    private static final double JITTER = 0.3;
    private static final double GAP_WAVELENGTH = 90;

    private final CellLine line;
    private final Morphology morphology;

    CellLayout(CellLine line, Morphology morphology) {
        this.line = line;
        this.morphology = morphology;
    }

    List<Cell> place(int side, StreamKey key) {
        RandomStream random = key.at("cells").open();
        ValueNoise colonies = new ValueNoise(GAP_WAVELENGTH, key.at("colonies").open());
        ValueNoise flow = new ValueNoise(2 * GAP_WAVELENGTH, key.at("flow").open());
        double spacing = line.growth().spacing() / StrictMath.sqrt(morphology.growth(Trait.CELL_COUNT, 1.35));
        double rowHeight = spacing * 0.866;
        double margin = 1.5 * line.growth().radius();
        double startX = -margin - spacing * random.nextDouble();
        double startY = -margin - rowHeight * random.nextDouble();
        List<Cell> cells = new ArrayList<>();
        int row = 0;
        for (double y = startY; y < side + margin; y += rowHeight, row++) {
            for (double x = startX + (row % 2) * spacing / 2; x < side + margin; x += spacing) {
                double cx = x + spacing * JITTER * random.uniform(-1, 1);
                double cy = y + spacing * JITTER * random.uniform(-1, 1);
                Cell cell = grow(cx, cy, flow.at(cx, cy), random);
                if (0.5 + 0.5 * colonies.at(cx, cy) + 0.15 * random.uniform(-1, 1)
                        > line.growth().gaps() * 1.3) {
                    cells.add(cell);
                }
            }
        }
        return cells;
    }

    private Cell grow(double x, double y, double flow, RandomStream random) {
        double angle = StrictMath.PI * flow + 0.5 * random.nextGaussian();
        double aspect = 1
                + (line.growth().aspect() - 1)
                        * morphology.growth(Trait.CELL_ELONGATION, 1.6)
                        * random.nextLogNormal(0.25);
        double radius = line.growth().radius() * morphology.growth(Trait.CELL_SPREAD, 1.12) * random.nextLogNormal(0.1);
        Ellipse body = Ellipse.of(x, y, radius, aspect, angle);
        boolean condensed = random.chance(Math.min(0.4, 0.025 * morphology.growth(Trait.CONDENSED_NUCLEI, 2.6)));
        double size = line.nucleus().radius()
                * morphology.growth(Trait.NUCLEUS_SIZE, 1.17)
                * random.nextLogNormal(0.1)
                * (condensed ? 0.62 : 1);
        double nuclearAspect = 1
                + (line.nucleus().aspect() - 1)
                        * morphology.growth(Trait.NUCLEUS_ELONGATION, 1.7)
                        * random.nextLogNormal(0.35);
        double off = 0.18 * radius * random.nextDouble();
        double towards = 2 * StrictMath.PI * random.nextDouble();
        Ellipse nucleus = Ellipse.of(
                x + off * StrictMath.cos(towards),
                y + off * StrictMath.sin(towards),
                size,
                nuclearAspect,
                angle + 0.4 * random.nextGaussian());
        double stain = random.nextLogNormal(0.3) * (condensed ? 1.5 : 1);
        double dna = random.nextLogNormal(0.22) * (condensed ? 2.2 : 1);
        return new Cell(body, nucleus, stain, dna, condensed, 2 * StrictMath.PI * random.nextDouble());
    }
}
