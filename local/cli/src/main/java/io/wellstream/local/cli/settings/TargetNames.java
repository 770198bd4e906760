package io.wellstream.local.cli.settings;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.Target;
import java.util.Arrays;
import java.util.List;

/** The targets of training by the names that users write. */
public final class TargetNames {
    private TargetNames() {}

    /** @throws IllegalArgumentException if it is not one of {@link #all} */
    public static Target parse(String name) {
        return targets().stream()
                .filter(target -> nameOf(target).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of " + String.join(", ", all())));
    }

    /** The target that option {@code --target} names. */
    public static Target ofOption(String name) {
        try {
            return parse(name);
        } catch (IllegalArgumentException e) {
            throw new UserError("--target " + name + "; " + e.getMessage(), e);
        }
    }

    static List<String> all() {
        return targets().stream().map(TargetNames::nameOf).toList();
    }

    private static List<Target> targets() {
        return Arrays.stream(Target.values())
                .filter(target -> !nameOf(target).isEmpty())
                .toList();
    }

    static String nameOf(Target target) {
        return switch (target) {
            case TARGET_TREATMENT -> "treatment";
            case TARGET_CONTROL -> "control";
            case TARGET_TREATMENT_AND_CONTROL -> "treatment+control";
            case TARGET_CELL_TYPE -> "cell-type";
            case TARGET_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }
}
