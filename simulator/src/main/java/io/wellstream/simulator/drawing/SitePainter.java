package io.wellstream.simulator.drawing;

import io.wellstream.simulator.morphology.CellLine;
import io.wellstream.simulator.morphology.Morphology;
import io.wellstream.simulator.morphology.Nuisance;
import io.wellstream.simulator.morphology.Trait;
import io.wellstream.simulator.random.StreamKey;
import java.util.List;

/** Draws one field of view: paints the six stains of its cells, then exposes each as a channel's grey levels. */
public final class SitePainter {
    /** Mean of a stain over the field of an untreated, usual well. */
    private static final double USUAL_STAIN = 0.72;

    /** Even background of a usual well, in the same unit. */
    private static final double BACKGROUND = 0.15;

    /** Growth of a stain's brightness with each unit of its trait. */
    private static final double STAINING = 1.15;

    private final CellLine line;
    private final Morphology morphology;
    private final Nuisance nuisance;

    /**
     * @param effect what the treatment changes
     * @param nuisance what changes without it, of the site and all that it belongs to
     */
    public SitePainter(CellLine line, Morphology effect, Nuisance nuisance) {
        this.line = line;
        this.morphology = effect.plus(nuisance.shift());
        this.nuisance = nuisance;
    }

    /**
     * @param site names the site's random streams
     * @param light names the streams of the experiment's uneven light, one below it for each channel
     * @return grey levels of the six channels, row by row: [channel, y · side + x]
     */
    public byte[][] draw(int side, StreamKey site, StreamKey light) {
        List<Canvas> stains = paint(side, site);
        byte[][] planes = new byte[stains.size()][];
        for (int channel = 0; channel < planes.length; channel++) {
            double brightness = (line.brightness().get(channel) - Camera.DARK) / (USUAL_STAIN + BACKGROUND);
            double staining = morphology.growth(Trait.stainOf(channel), STAINING);
            double gain = brightness * staining * nuisance.gains().get(channel);
            double background = BACKGROUND * nuisance.backgrounds().get(channel);
            planes[channel] = Camera.of(light.at(channel).open())
                    .expose(
                            stains.get(channel),
                            gain,
                            background,
                            nuisance.defocus(),
                            site.at("shots").at(channel).open());
        }
        return planes;
    }

    private List<Canvas> paint(int side, StreamKey site) {
        List<Cell> cells = new CellLayout(line, morphology).place(side, site);
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
