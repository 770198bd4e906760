package io.wellstream.local.cli.speed;

import io.wellstream.local.cli.terminal.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A program that runs to its end. */
final class ChildProcess {
    private ChildProcess() {}

    /**
     * Runs a program with some more environment variables and returns what it printed.
     *
     * @throws UserError with the program's output, if it fails
     */
    static String run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new UserError("'" + String.join(" ", command) + "' ended with " + code + ": " + printed.strip());
            }
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }
}
