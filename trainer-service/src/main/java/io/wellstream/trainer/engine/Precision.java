package io.wellstream.trainer.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The number format in which an engine computes. Parameters and optimizer state are float32 in all of them. */
public enum Precision {
    FLOAT32,
    /** Convolutions and dense layers in bfloat16, normalisation and loss in float32; images are stored with channels last. */
    BF16,
    /** The same in float16, with a scaled loss: for cards without bfloat16. */
    FP16;

    /** Whether convolutions compute with numbers of two bytes. */
    public boolean isHalf() {
        return this != FLOAT32;
    }

    /** The precision of a run's specification, in which blank is {@code float32}; empty if this version does not know it. */
    public static Optional<Precision> named(String name) {
        return name.isEmpty()
                ? Optional.of(FLOAT32)
                : Arrays.stream(values())
                        .filter(precision -> precision.toString().equals(name))
                        .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
