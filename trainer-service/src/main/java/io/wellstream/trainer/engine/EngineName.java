package io.wellstream.trainer.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The engines that a run can name. */
public enum EngineName {
    /** Deeplearning4j: the engine of runs that name none. */
    DL4J,
    /** libtorch, the library below PyTorch. */
    TORCH;

    /** What a run is specified with that may be trained by any engine. */
    public static final String ANY = "any";

    /** Parses {@code dl4j} or {@code torch}. */
    public static EngineName parse(String name) {
        return Arrays.stream(values())
                .filter(engine -> engine.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("engine `" + name + "`; expected one of "
                        + Arrays.stream(values()).map(EngineName::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
