package io.wellstream.trainer.plan;

import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.StartSettings;

/** Checks the settings of a run that begins with a model or a file, as far as they can be checked without it. */
final class StartChoice {
    private static final int MOST_BLOCKS = 1_000;

    private StartChoice() {}

    static void check(RunSpecification.Builder run) {
        int frozen = run.getFrozenBlocks();
        if (frozen < 0 || frozen > MOST_BLOCKS) {
            throw RefusedRunException.setting("frozen_blocks", frozen, "0 to " + MOST_BLOCKS);
        }
        StartSettings start = run.getStartFrom();
        if (run.hasStartFrom() && start.getModel().isEmpty() && start.getOnnx().isEmpty()) {
            throw RefusedRunException.setting(
                    "start_from.model", "", "the name of a published model, or a file in start_from.onnx");
        }
        if (!start.getModel().isEmpty() && !start.getOnnx().isEmpty()) {
            throw RefusedRunException.setting(
                    "start_from.onnx", start.getOnnx(), "nothing, because start_from.model is set");
        }
        if (frozen > 0 && !run.hasStartFrom()) {
            throw RefusedRunException.setting(
                    "frozen_blocks", frozen, "0, because the run does not begin with a model: start_from is not set");
        }
    }
}
