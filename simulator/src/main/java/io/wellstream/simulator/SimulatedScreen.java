package io.wellstream.simulator;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.simulator.drawing.SitePainter;
import io.wellstream.simulator.morphology.CellLine;
import io.wellstream.simulator.morphology.KnockDown;
import io.wellstream.simulator.morphology.Morphology;
import io.wellstream.simulator.morphology.MorphologyModel;
import io.wellstream.simulator.morphology.Nuisance;
import io.wellstream.simulator.morphology.Variation;
import io.wellstream.simulator.morphology.Variation.Outlier;
import io.wellstream.simulator.random.StreamKey;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A simulated screen in memory: its wells, and any of their sites drawn on demand. Drawing is a pure function of the specification
 * and the site, in any order and on any number of threads.
 */
public final class SimulatedScreen {
    private final SimulationSpec spec;
    private final StreamKey root;
    private final MorphologyModel effects;
    private final Map<WellId, SimulatedWell> wells;

    public SimulatedScreen(SimulationSpec spec) {
        this.spec = spec;
        this.root = StreamKey.root(spec.seed());
        this.effects = new MorphologyModel(root, spec.difficulty().usualEffect());
        this.wells = layOut();
    }

    private Map<WellId, SimulatedWell> layOut() {
        PlateLayout layout = new PlateLayout(spec.plates(), spec.difficulty().wholePlates());
        Map<WellId, SimulatedWell> laidOut = new LinkedHashMap<>();
        for (CellLinePlan line : spec.cellLines()) {
            for (int number = 1; number <= line.experiments(); number++) {
                for (SimulatedWell well : layout.layOut(line, number, keyOf(line.experiment(number)))) {
                    laidOut.put(well.id(), well);
                }
            }
        }
        return Collections.unmodifiableMap(laidOut);
    }

    public SimulationSpec spec() {
        return spec;
    }

    /** All wells, in the specification's order of cell lines, then by experiment, plate and position. */
    public Collection<SimulatedWell> wells() {
        return wells.values();
    }

    /** The morphology of a well's cells: the treatment's effect times its knock-down, shifted by experiment, plate and well. */
    public Morphology morphologyOf(WellId well) {
        return effectIn(well).plus(nuisanceOf(well).shift());
    }

    /**
     * Draws one site.
     *
     * @return grey levels of the six channels, row by row: [channel, y · side + x]
     */
    public byte[][] draw(SiteId site) {
        WellId well = site.well();
        StreamKey key = keyOf(well).at("site").at(site.number());
        Nuisance nuisance = nuisanceOf(well).and(variation().ofSite(key));
        return new SitePainter(lineOf(well.experiment()), effectIn(well), nuisance)
                .draw(spec.fields().side(), key, keyOf(well.experiment()).at("light"));
    }

    private Morphology effectIn(WellId id) {
        SimulatedWell well = wellOf(id);
        CellType line = CellType.of(id.experiment());
        return effects.effectOf(well.perturbation(), line).times(KnockDown.in(keyOf(id)));
    }

    private SimulatedWell wellOf(WellId id) {
        SimulatedWell well = wells.get(id);
        if (well == null) {
            throw new IllegalArgumentException("no well " + id + " in this screen");
        }
        return well;
    }

    private Nuisance nuisanceOf(WellId well) {
        ExperimentId experiment = well.experiment();
        StreamKey plate = keyOf(experiment).at("plate").at(well.plate().number());
        return variation()
                .ofExperiment(
                        keyOf(experiment),
                        lineOf(experiment),
                        outlier(experiment, wellOf(well).unseen()))
                .and(variation().ofPlate(plate, well.position()))
                .and(variation().ofWell(keyOf(well)));
    }

    private Variation variation() {
        return spec.difficulty().variation();
    }

    private Outlier outlier(ExperimentId experiment, boolean unseen) {
        CellLinePlan last = spec.cellLines().getLast();
        if (unseen && spec.difficulty().brightUnseen() && experiment.equals(last.experiment(last.experiments()))) {
            return Outlier.ALWAYS;
        }
        return !unseen || planOf(experiment).unseenOutliers() ? Outlier.BY_CHANCE : Outlier.NEVER;
    }

    private CellLinePlan planOf(ExperimentId experiment) {
        CellType type = CellType.of(experiment);
        return spec.cellLines().stream()
                .filter(plan -> plan.cellType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static CellLine lineOf(ExperimentId experiment) {
        return CellLine.of(CellType.of(experiment));
    }

    private StreamKey keyOf(ExperimentId experiment) {
        return root.at("experiment").at(experiment.name());
    }

    private StreamKey keyOf(WellId well) {
        return keyOf(well.experiment())
                .at("plate")
                .at(well.plate().number())
                .at(well.position().toString());
    }
}
