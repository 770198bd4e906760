package io.wellstream.trainer.plan;

import io.wellstream.proto.v1.RunSpecification;

/** Checks the settings of a run that begins with a published model, as far as they can be checked without the model. */
final class StartChoice {
    private static final int MOST_BLOCKS = 1_000;

    private StartChoice() {}

    static void check(RunSpecification.Builder run) {
        int frozen = run.getFrozenBlocks();
        if (frozen < 0 || frozen > MOST_BLOCKS) {
            throw RefusedRunException.setting("frozen_blocks", frozen, "0 to " + MOST_BLOCKS);
        }
        if (run.hasStartFrom() && run.getStartFrom().getModel().isEmpty()) {
            throw RefusedRunException.setting("start_from.model", "", "the name of a published model");
        }
        if (frozen > 0 && !run.hasStartFrom()) {
            throw RefusedRunException.setting(
                    "frozen_blocks", frozen, "0, because the run does not begin with a model: start_from is not set");
        }
    }
}
