package io.wellstream.simulator.morphology;

import io.wellstream.simulator.random.RandomStream;
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

    static final int CHANNELS = 6;

    public Nuisance and(Nuisance other) {
        return new Nuisance(
                products(gains, other.gains),
                products(backgrounds, other.backgrounds),
                shift.plus(other.shift),
                defocus * other.defocus);
    }

    Nuisance shifted(Morphology by) {
        return new Nuisance(gains, backgrounds, shift.plus(by), defocus);
    }

    Nuisance brighter(double factor) {
        List<Double> all = gains.stream().map(gain -> gain * factor).toList();
        return new Nuisance(all, backgrounds, shift, defocus);
    }

    private static List<Double> products(List<Double> some, List<Double> others) {
        return IntStream.range(0, some.size())
                .mapToObj(c -> some.get(c) * others.get(c))
                .toList();
    }

    static Nuisance drawn(RandomStream random, Spread spread) {
        double shared = random.nextGaussian();
        List<Double> gains = IntStream.range(0, CHANNELS)
                .mapToObj(c -> StrictMath.exp(spread.sharedGain().get(c) * shared)
                        * random.nextLogNormal(spread.ownGain().get(c)))
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
