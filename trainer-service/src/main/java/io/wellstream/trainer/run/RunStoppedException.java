package io.wellstream.trainer.run;

import io.wellstream.wire.keys.RunId;

/** The process that trains a run is to end; the run itself stays open, for whoever takes it next. */
public final class RunStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunStoppedException(RunId run) {
        super("run '" + run + "' is left for another trainer: this one is stopping");
    }
}
