package io.wellstream.trainer.run;

import io.wellstream.wire.keys.RunId;

/** Somebody cancelled the run that is being trained. */
public final class RunCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunCancelledException(RunId run) {
        super("run " + run + " was cancelled");
    }
}
