package io.wellstream.simulator.morphology;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The morphology of cells as one number per {@link Trait}; zero is the untreated cell line. Immutable. */
public final class Morphology {

    static final Morphology UNCHANGED = of(trait -> 0);

    private final Map<Trait, Double> values;

    private Morphology(Map<Trait, Double> values) {
        this.values = values;
    }

    /** Calls the function for each trait, in the traits' order. */
    static Morphology of(ToDoubleFunction<Trait> value) {
        Map<Trait, Double> values = new EnumMap<>(Trait.class);
        for (Trait trait : Trait.values()) {
            values.put(trait, value.applyAsDouble(trait));
        }
        return new Morphology(values);
    }

    double get(Trait trait) {
        return values.getOrDefault(trait, 0.0);
    }

    public Morphology plus(Morphology other) {
        return of(trait -> get(trait) + other.get(trait));
    }

    public Morphology times(double factor) {
        return of(trait -> get(trait) * factor);
    }

    /** The sum of the squares. */
    double energy() {
        return values.values().stream().mapToDouble(v -> v * v).sum();
    }

    /** A factor of {@code perUnit} for each unit of the trait, which saturates beyond three units in either direction. */
    public double growth(Trait trait, double perUnit) {
        double units = get(trait);
        double levelled = units / StrictMath.sqrt(1 + units * units / 9);
        return StrictMath.exp(levelled * StrictMath.log(perUnit));
    }

    /** The traits' values in a fixed order. */
    public double[] toArray() {
        return values.values().stream().mapToDouble(v -> v).toArray();
    }
}
