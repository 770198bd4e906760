package io.wellstream.trainer.run;

import io.wellstream.wire.keys.RunId;

/** The run was cancelled while it was being trained. */
final class RunCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunCancelledException(RunId run) {
        super("run " + run + " was cancelled");
    }
}
