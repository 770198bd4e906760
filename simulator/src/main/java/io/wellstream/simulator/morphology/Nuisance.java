package io.wellstream.simulator.morphology;

import io.wellstream.simulator.random.RandomStream;
import io.wellstream.simulator.random.StreamKey;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Variation of images without any treatment: in stain and light, in the morphology of the cells (along the same traits that
 * treatments change), and in focus. Experiments, plates, wells and sites each contribute.
 *
 * @param gains factor of each channel's stain
 * @param backgrounds factor of each channel's uniform background
 */
public record Nuisance(List<Double> gains, List<Double> backgrounds, Morphology shift, double defocus) {

    private static final int CHANNELS = 6;
    private static final double OUTLIERS = 0.05;

    public static Nuisance ofExperiment(StreamKey experiment, CellLine line, boolean mayBeOutlier) {
        RandomStream random = experiment.at("nuisance").open();
        Nuisance usual = drawn(random, new Spread(0.6 * line.gainSd(), 0.8 * line.gainSd(), 0.4, 0.5, 0.25, 0.1));
        boolean outlier = random.chance(OUTLIERS) && mayBeOutlier;
        double factor = random.uniform(3, 8);
        return outlier ? usual.brighter(factor) : usual;
    }

    public static Nuisance ofPlate(StreamKey plate) {
        return drawn(plate.at("nuisance").open(), new Spread(0.06, 0.08, 0.1, 0.15, 0.08, 0.03));
    }

    public static Nuisance ofWell(StreamKey well) {
        return drawn(well.at("nuisance").open(), new Spread(0.1, 0.22, 0.5, 0.35, 0.15, 0.04));
    }

    public static Nuisance ofSite(StreamKey site) {
        return drawn(site.at("nuisance").open(), new Spread(0.05, 0.05, 0.1, 0.2, 0.05, 0.03));
    }

    public Nuisance and(Nuisance other) {
        return new Nuisance(
                products(gains, other.gains),
                products(backgrounds, other.backgrounds),
                shift.plus(other.shift),
                defocus * other.defocus);
    }

    private Nuisance brighter(double factor) {
        List<Double> all = gains.stream().map(gain -> gain * factor).toList();
        return new Nuisance(all, backgrounds, shift, defocus);
    }

    private static List<Double> products(List<Double> some, List<Double> others) {
        return IntStream.range(0, some.size())
                .mapToObj(c -> some.get(c) * others.get(c))
                .toList();
    }

    /** Standard deviations: of the factors' logarithms, and of the traits in their units. */
    private record Spread(
            double sharedGain,
            double channelGain,
            double background,
            double density,
            double otherTraits,
            double focus) {}

    private static Nuisance drawn(RandomStream random, Spread spread) {
        double shared = random.nextLogNormal(spread.sharedGain());
        List<Double> gains = IntStream.range(0, CHANNELS)
                .mapToObj(c -> shared * random.nextLogNormal(spread.channelGain()))
                .toList();
        List<Double> backgrounds = IntStream.range(0, CHANNELS)
                .mapToObj(c -> random.nextLogNormal(spread.background()))
                .toList();
        Morphology shift = Morphology.of(trait -> switch (trait) {
            case CELL_COUNT -> spread.density() * random.nextGaussian();
            default -> trait.isStain() ? 0 : spread.otherTraits() * random.nextGaussian();
        });
        return new Nuisance(gains, backgrounds, shift, random.nextLogNormal(spread.focus()));
    }
}
