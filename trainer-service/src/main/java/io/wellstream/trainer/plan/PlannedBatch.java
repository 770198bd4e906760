package io.wellstream.trainer.plan;

import io.wellstream.proto.v1.BatchDone;
import io.wellstream.proto.v1.Phase;

/**
 * Identifies a batch within its run.
 *
 * @param epoch from 0; evaluation batches are the same in every epoch and belong to epoch 0
 * @param index within the epoch, from 0
 */
public record PlannedBatch(Phase phase, int epoch, int index) {
    public PlannedBatch {
        if (epoch < 0 || index < 0 || phase == Phase.PHASE_UNSPECIFIED) {
            throw new IllegalArgumentException("batch " + phase + " " + epoch + "/" + index);
        }
    }

    /** Whether the answer is for this batch. */
    public boolean isAnsweredBy(BatchDone answer) {
        return answer.getPhase() == phase && answer.getEpoch() == epoch && answer.getIndex() == index;
    }

    /** For example {@code train 3/17}. */
    @Override
    public String toString() {
        String name =
                switch (phase) {
                    case PHASE_TRAIN -> "train";
                    case PHASE_VALIDATE -> "validate";
                    case PHASE_UNSPECIFIED, UNRECOGNIZED -> phase.name();
                };
        return name + " " + epoch + "/" + index;
    }
}
