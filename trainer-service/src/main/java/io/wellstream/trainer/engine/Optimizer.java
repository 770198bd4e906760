package io.wellstream.trainer.engine;

import java.util.Locale;

/** The optimizer: how gradients change the parameters. */
public enum Optimizer {
    /** Kingma and Ba 2015. */
    ADAM,
    /** Adam with Nesterov momentum, Dozat 2016. */
    NADAM;

    /** Parses the name in a run's specification, {@code adam} or {@code nadam}. */
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
