package io.wellstream.trainer.run;

import io.wellstream.wire.keys.RunId;

/** Somebody else holds the run now; whoever meets this stops before its next side effect and leaves the run alone. */
public final class ClaimLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClaimLostException(RunId run, int attempt) {
        super("attempt " + attempt + " no longer holds run " + run);
    }
}
