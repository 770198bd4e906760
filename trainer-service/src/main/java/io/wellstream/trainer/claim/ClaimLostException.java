package io.wellstream.trainer.claim;

import io.wellstream.wire.keys.RunId;

/** Another trainer holds the run now; this one must not write to it any more. */
public final class ClaimLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClaimLostException(RunId run, int attempt) {
        super("attempt " + attempt + " no longer holds run " + run);
    }
}
