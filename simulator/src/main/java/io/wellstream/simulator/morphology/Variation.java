package io.wellstream.simulator.morphology;

import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.simulator.random.RandomStream;
import io.wellstream.simulator.random.StreamKey;
import java.util.List;
import java.util.stream.IntStream;

/** How much a screen varies without any treatment, and how strong its treatments are next to that. */
public enum Variation {
    /** Effects exceed the differences between experiments: a small network learns them from four experiments. */
    DEMO(8.5) {
        @Override
        Spread ofExperiments(CellLine line) {
            return Spread.of(0.6 * line.gainSd(), 0.8 * line.gainSd(), 0.4, 0.5, 0.25, 0.1);
        }

        @Override
        public Nuisance ofPlate(StreamKey plate, WellPosition position) {
            return drawn(plate, Spread.of(0.06, 0.08, 0.1, 0.15, 0.08, 0.03));
        }

        @Override
        public Nuisance ofWell(StreamKey well) {
            return drawn(well, Spread.of(0.1, 0.22, 0.5, 0.35, 0.15, 0.04));
        }
    },

    /**
     * Differences between experiments exceed the effects, as in RxRx1. What is calibrated against which figure is in docs/science.md.
     */
    BENCH(8.5) {
        @Override
        Spread ofExperiments(CellLine line) {
            return new Spread(shared(), own(), 0.4, 0.5, 0.3, 0.15);
        }

        @Override
        Morphology batchShift(StreamKey experiment) {
            return BatchAxes.shift(experiment.at("axes").open(), 8);
        }

        @Override
        public Nuisance ofPlate(StreamKey plate, WellPosition position) {
            return drawn(plate, Spread.of(0.07, 0.07, 0.1, 0.2, 0.15, 0.03))
                    .and(PlateField.of(plate.at("field")).at(position));
        }

        @Override
        public Nuisance ofWell(StreamKey well) {
            return drawn(well, Spread.of(0.1, 0.2, 0.5, 0.7, 0.9, 0.06));
        }
    };

    /** SD of the logarithm of a channel's mean, within cell types, over RxRx1's 51 experiments. */
    private static final List<Double> MEASURED_SD = List.of(0.48, 0.35, 0.34, 0.44, 0.60, 0.45);
    /** Loadings of one shared factor; the product of two is about the correlation of these channels in RxRx1. */
    private static final List<Double> LOADINGS = List.of(0.80, 0.70, 0.92, 0.92, 0.68, 0.80);

    private static final double OUTLIERS = 0.05;

    private final double usualEffect;

    /** Whether an experiment is one of those that are 3 to 8 times too bright. */
    public enum Outlier {
        NEVER,
        BY_CHANCE,
        ALWAYS
    }

    Variation(double usualEffect) {
        this.usualEffect = usualEffect;
    }

    /** The norm of a usual treatment's change, in trait units. */
    public double usualEffect() {
        return usualEffect;
    }

    abstract Spread ofExperiments(CellLine line);

    /** What changes many traits of an experiment together. */
    Morphology batchShift(StreamKey experiment) {
        return Morphology.UNCHANGED;
    }

    /** What all wells of an experiment share. */
    public Nuisance ofExperiment(StreamKey experiment, CellLine line, Outlier outlier) {
        RandomStream random = experiment.at("nuisance").open();
        Nuisance usual = Nuisance.drawn(random, ofExperiments(line)).shifted(batchShift(experiment));
        boolean chance = random.chance(OUTLIERS);
        double factor = random.uniform(3, 8);
        boolean bright =
                switch (outlier) {
                    case NEVER -> false;
                    case BY_CHANCE -> chance;
                    case ALWAYS -> true;
                };
        return bright ? usual.brighter(factor) : usual;
    }

    /** What a plate changes in the well at a position. */
    public abstract Nuisance ofPlate(StreamKey plate, WellPosition position);

    /** What the sites of a well share. */
    public abstract Nuisance ofWell(StreamKey well);

    /** What differs between the sites of a well. */
    public Nuisance ofSite(StreamKey site) {
        return drawn(site, Spread.of(0.05, 0.05, 0.1, 0.2, 0.05, 0.03));
    }

    private static Nuisance drawn(StreamKey key, Spread spread) {
        return Nuisance.drawn(key.at("nuisance").open(), spread);
    }

    private static List<Double> shared() {
        return IntStream.range(0, Nuisance.CHANNELS)
                .mapToObj(c -> MEASURED_SD.get(c) * LOADINGS.get(c))
                .toList();
    }

    private static List<Double> own() {
        return IntStream.range(0, Nuisance.CHANNELS)
                .mapToObj(c -> MEASURED_SD.get(c) * StrictMath.sqrt(1 - LOADINGS.get(c) * LOADINGS.get(c)))
                .toList();
    }
}
