package io.wellstream.shell.access;

import java.util.Set;

/** The roles of callers. Health, metrics and gRPC reflection reveal nothing about a screen and need no role. */
public final class Roles {
    /** Reads, and requests predictions and submissions. */
    public static final String PREDICT = "predict";

    /** Starts and cancels work; includes the role predict. */
    public static final String OPERATE = "operate";

    static final Set<String> ALL = Set.of(PREDICT, OPERATE);

    private Roles() {}
}
