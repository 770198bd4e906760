package io.wellstream.trainer.run;

import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.keys.RunId;

/** The names of a run's models: the first has the run's name, each later one also that of its step. */
final class ModelNames {
    private ModelNames() {}

    /** The name of a model that is not the first of its run. */
    static RunId of(RunId run, long step) {
        try {
            return new RunId(run + "-step-" + step);
        } catch (IllegalArgumentException e) {
            throw new RefusedRunException("the model would be named '" + run + "-step-" + step
                    + "', which is too long; expected 100 characters at most");
        }
    }
}
