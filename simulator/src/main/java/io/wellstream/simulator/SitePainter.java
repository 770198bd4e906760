package io.wellstream.simulator;

import java.util.List;

/** Paints the six stains of one field from the look of its cells. */
final class SitePainter {

    private final CellLine line;
    private final Morphology morphology;

    SitePainter(CellLine line, Morphology morphology) {
        this.line = line;
        this.morphology = morphology;
    }

    List<Canvas> paint(int side, StreamKey site) {
        List<Cell> cells = new CellLayout(line, morphology).sow(side, site);
        double lobes = 0.13 * morphology.growth(Trait.NUCLEUS_LOBES, 2.0);
        Scene scene = Scene.of(new Tissue(side, cells, lobes, site), site);
        Canvas dna = new NucleusPainter(line, morphology).paint(scene);
        Canvas reticulum = new ReticulumPainter(morphology).paint(scene);
        Canvas actin = new ActinPainter(line, morphology).paint(scene);
        Canvas rna = new RnaPainter(morphology, reticulum).paint(scene);
        Canvas mitochondria = new MitochondriaPainter(morphology, actin).paint(scene);
        Canvas golgi = new GolgiPainter(morphology).paint(scene);
        List<Canvas> stains = List.of(dna, reticulum, actin, rna, mitochondria, golgi);
        Debris.scatter(stains, site.at("debris").open());
        return stains;
    }
}
