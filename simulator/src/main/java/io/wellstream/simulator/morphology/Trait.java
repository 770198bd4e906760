package io.wellstream.simulator.morphology;

import java.util.Arrays;
import java.util.List;

/** An axis along which treatments and batches change the morphology of cells. One unit is a change that a person would see. */
public enum Trait {
    CELL_COUNT,
    CELL_SPREAD,
    CELL_ELONGATION,
    NUCLEUS_SIZE,
    NUCLEUS_ELONGATION,
    NUCLEUS_LOBES,
    CHROMATIN_GRAIN,
    CHROMATIN_CLUMPS,
    CONDENSED_NUCLEI,
    NUCLEOLI_COUNT,
    NUCLEOLI_SIZE,
    RETICULUM_SPREAD,
    RETICULUM_GRAIN,
    VESICLES,
    ACTIN_FIBRES,
    ACTIN_PERIOD,
    ACTIN_CORTEX,
    MITOCHONDRIA_LENGTH,
    MITOCHONDRIA_SPREAD,
    MITOCHONDRIA_MASS,
    GOLGI_COMPACTNESS,
    GOLGI_MASS,
    MEMBRANE_RUFFLES,
    /** Mitochondrial stain that follows the actin fibres instead of the mitochondria. */
    ACTIN_COLOCALISATION,
    DNA_STAIN(true),
    RETICULUM_STAIN(true),
    ACTIN_STAIN(true),
    RNA_STAIN(true),
    MITOCHONDRIA_STAIN(true),
    GOLGI_STAIN(true);

    private static final List<Trait> STAINS =
            Arrays.stream(values()).filter(Trait::isStain).toList();

    private final boolean stain;

    Trait() {
        this(false);
    }

    Trait(boolean stain) {
        this.stain = stain;
    }

    /** Whether a gain per channel would undo the change; changes of all other traits remain after any gain and offset. */
    boolean isStain() {
        return stain;
    }

    /** The stain trait of channel 0 … 5. */
    public static Trait stainOf(int channel) {
        return STAINS.get(channel);
    }
}
