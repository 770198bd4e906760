package io.wellstream.shell.access;

import java.util.Set;

/** What a caller may be allowed. Health, metrics and gRPC reflection tell nothing of any screen and need no role. */
public final class Roles {
    /** Reads what there is and asks for predictions and submissions. */
    public static final String PREDICT = "predict";

    /** Starts and cancels work; whoever may operate may predict. */
    public static final String OPERATE = "operate";

    static final Set<String> ALL = Set.of(PREDICT, OPERATE);

    private Roles() {}
}
