package io.wellstream.local.cli.speed;

import io.wellstream.local.cli.terminal.UserError;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the measurements of pixels have in common.
 *
 * @param home the built project
 * @param images null to simulate some
 * @param python the interpreter for other libraries; null to leave them out
 * @param seconds of each measurement
 */
public record SpeedPlan(
        Path home, @Nullable Path images, @Nullable String python, int rounds, int seconds) {
    public SpeedPlan {
        if (rounds < 1 || seconds < 1) {
            throw new UserError("--rounds " + rounds + " --seconds " + seconds + "; expected 1 or more");
        }
    }

    /** A script of the project's folder for benchmarks. */
    PeerRun peer(String interpreter, String script) {
        return new PeerRun(interpreter, home.resolve("benchmarks").resolve(script));
    }
}
