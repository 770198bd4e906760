package io.wellstream.simulator.morphology;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.simulator.random.RandomStream;
import io.wellstream.simulator.random.StreamKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The effect of each treatment on each cell line: a fixed change of {@link Morphology} that depends only on (seed, treatment, cell
 * line).
 *
 * <p>Most of a change lies along a dozen pathways that all treatments of a screen share; the rest is specific to the treatment.
 * The responses of two cell lines to one treatment correlate with about one half. Three treatments in ten are weak; controls are
 * strong.
 */
public final class MorphologyModel {

    private static final int PATHWAYS = 12;
    private static final int PATHWAYS_OF_A_TREATMENT = 3;
    private static final double OWN_ENERGY = 0.35;
    private static final double SHARED_BETWEEN_CELL_LINES = 0.5;
    private static final double WEAK_SHARE = 0.3;
    private static final double GOLDEN_RATIO = 0.6180339887498949;
    /** Stain traits change by this factor less than the others and so have about a tenth of the energy. */
    private static final double STAIN_SCALE = 0.6;

    private static final double WEAK = 0.5;
    private static final double USUAL = 1.0;
    private static final double CONTROL = 1.25;

    private final StreamKey key;
    private final double usual;
    private final List<Morphology> pathways;

    /** @param usual the norm of a usual change, in trait units */
    public MorphologyModel(StreamKey root, double usual) {
        this.key = root.at("effects");
        this.usual = usual;
        this.pathways = new ArrayList<>();
        for (int i = 0; i < PATHWAYS; i++) {
            pathways.add(direction(key.at("pathway").at(i)));
        }
    }

    /** The change that a fully effective treatment makes to a cell line. */
    public Morphology effectOf(Perturbation perturbation, CellType cellLine) {
        if (perturbation instanceof Perturbation.Untreated) {
            return Morphology.UNCHANGED;
        }
        StreamKey treatment = key.at("treatment").at(perturbation.number());
        Morphology change = response(treatment.at("everywhere"))
                .times(StrictMath.sqrt(SHARED_BETWEEN_CELL_LINES))
                .plus(response(treatment.at(cellLine.name())).times(StrictMath.sqrt(1 - SHARED_BETWEEN_CELL_LINES)));
        return unit(change).times(usual * strength(perturbation));
    }

    private Morphology response(StreamKey stream) {
        RandomStream random = stream.open();
        int[] order = random.nextPermutation(PATHWAYS);
        Morphology along = Morphology.UNCHANGED;
        for (int i = 0; i < PATHWAYS_OF_A_TREATMENT; i++) {
            along = along.plus(pathways.get(order[i]).times(random.nextGaussian()));
        }
        Morphology own = direction(stream.at("own"));
        return unit(along).times(StrictMath.sqrt(1 - OWN_ENERGY)).plus(own.times(StrictMath.sqrt(OWN_ENERGY)));
    }

    /** Weak treatments are spread evenly over the numbers, so that every range of numbers contains its share of them. */
    private double strength(Perturbation perturbation) {
        if (perturbation instanceof Perturbation.PositiveControl) {
            return CONTROL;
        }
        double start = key.at("weak").open().nextDouble();
        double position = (start + perturbation.number() * GOLDEN_RATIO) % 1;
        return position < WEAK_SHARE ? WEAK : USUAL;
    }

    private static Morphology direction(StreamKey stream) {
        RandomStream random = stream.open();
        return unit(Morphology.of(trait -> random.nextGaussian() * (trait.isStain() ? STAIN_SCALE : 1)));
    }

    private static Morphology unit(Morphology morphology) {
        return morphology.times(1 / StrictMath.sqrt(morphology.energy()));
    }
}
