package io.wellstream.trainer.engine;

import java.util.List;
import java.util.Locale;

/** The optimizer: how gradients change the parameters. */
public enum Optimizer {
    /** Kingma and Ba 2015. */
    ADAM,
    /** Adam with Nesterov momentum, Dozat 2016. */
    NADAM,
    /** Stochastic gradient descent with Nesterov momentum, Sutskever et al. 2013. */
    SGD,
    /** Adam, for use with a weight decay that is not part of the gradient, Loshchilov and Hutter 2019. */
    ADAMW;

    /** The share of its velocity that {@link #SGD} keeps. */
    public static final double MOMENTUM = 0.9;

    /** Parses the name in a run's specification. */
    public static Optimizer parse(String name) {
        return switch (name) {
            case "adam" -> ADAM;
            case "nadam" -> NADAM;
            case "sgd" -> SGD;
            case "adamw" -> ADAMW;
            default ->
                throw new IllegalArgumentException("optimizer `" + name + "`; expected adam, nadam, sgd or adamw");
        };
    }

    /** The names of what it keeps for each weight, in numbers of the weight's shape. */
    public List<String> state() {
        return switch (this) {
            case ADAM, NADAM, ADAMW -> List.of("first-moment", "second-moment");
            case SGD -> List.of("velocity");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
