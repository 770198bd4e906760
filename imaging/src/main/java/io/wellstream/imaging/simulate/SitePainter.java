package io.wellstream.imaging.simulate;

import java.util.List;

/** Paints the six stains of one field from the look of its cells. */
final class SitePainter {

    private final CellLine line;
    private final Morphology morphology;

    SitePainter(CellLine line, Morphology morphology) {
        this.line = line;
        this.morphology = morphology;
    }

    List<Plane> paint(int side, StreamKey site) {
        List<Cell> cells = new CellLayout(line, morphology).sow(side, site);
        double lobes = 0.13 * morphology.growth(Trait.NUCLEUS_LOBES, 2.0);
        Scene scene = Scene.of(new Tissue(side, cells, lobes, site), site);
        Plane dna = new NucleusPainter(line, morphology).paint(scene);
        Plane reticulum = new ReticulumPainter(morphology).paint(scene);
        Plane actin = new ActinPainter(line, morphology).paint(scene);
        Plane rna = new RnaPainter(morphology, reticulum).paint(scene);
        Plane mitochondria = new MitochondriaPainter(morphology, actin).paint(scene);
        Plane golgi = new GolgiPainter(morphology).paint(scene);
        List<Plane> stains = List.of(dna, reticulum, actin, rna, mitochondria, golgi);
        Debris.scatter(stains, site.at("debris").open());
        return stains;
    }
}
