package io.wellstream.trainer.run;

import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.labels.Predictions;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.MissingObjectException;
import java.util.Optional;
import java.util.function.Function;

/** Reads the predictions that a run takes labels from, and plans such a run before it is requested, so that it is refused at once. */
final class LabelSource {
    private LabelSource() {}

    /**
     * The predictions; empty if the run takes none.
     *
     * @throws RefusedRunException if they are no longer in the store
     */
    static Optional<Predictions> of(RunSpecification run, Function<ObjectRef, byte[]> store) {
        if (!run.hasPseudoLabels()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Predictions.parse(store.apply(run.getPseudoLabels().getPredictions())));
        } catch (MissingObjectException e) {
            throw new RefusedRunException("the predictions of model '"
                    + run.getPseudoLabels().getModel()
                    + "', which the run is to be trained on, are no longer in the store: "
                    + e.getMessage());
        }
    }

    /** Why a run that trains on wells of its test experiments cannot be trained on the data as it is now; empty if it can, or must wait. */
    static Optional<String> refusal(RunRecord run, DatasetGate gate, Function<ObjectRef, byte[]> store) {
        RunSpecification specification = run.getSpecification();
        boolean transductive = specification.hasPseudoLabels() || specification.getTestControls();
        if (!transductive || gate.waitingFor(run).isPresent()) {
            return Optional.empty();
        }
        try {
            RunPlan unused = RunPlan.of(
                    new RunId(run.getRun()),
                    specification,
                    gate.dataset(run).dataSet(specification),
                    of(specification, store));
            return Optional.empty();
        } catch (RefusedRunException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
