package io.wellstream.trainer.engine;

import java.util.Locale;

/** How gradients become steps. */
public enum Optimizer {
    /** Kingma and Ba 2015. */
    ADAM,
    /** Adam with Nesterov momentum, Dozat 2016. */
    NADAM;

    /** Reads the name that a run's specification carries, {@code adam} or {@code nadam}. */
    public static Optimizer parse(String name) {
        return switch (name) {
            case "adam" -> ADAM;
            case "nadam" -> NADAM;
            default -> throw new IllegalArgumentException("optimizer `" + name + "`; expected adam or nadam");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
