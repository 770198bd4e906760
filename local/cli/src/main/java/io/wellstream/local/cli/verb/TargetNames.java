package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.Target;

/** The targets of training by the names that users write. */
final class TargetNames {
    private TargetNames() {}

    static Target parse(String name) {
        return switch (name) {
            case "treatment" -> Target.TARGET_TREATMENT;
            case "control" -> Target.TARGET_CONTROL;
            case "treatment+control" -> Target.TARGET_TREATMENT_AND_CONTROL;
            case "cell-type" -> Target.TARGET_CELL_TYPE;
            default ->
                throw new UserError(
                        "--target " + name + "; expected treatment, control, treatment+control or cell-type");
        };
    }
}
