package io.wellstream.trainer.run;

import io.wellstream.wire.keys.RunId;

/** The process that trains the run is stopping; the run stays open for the next trainer. */
final class RunStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunStoppedException(RunId run) {
        super("run '" + run + "' is left to another trainer: this one is stopping");
    }
}
