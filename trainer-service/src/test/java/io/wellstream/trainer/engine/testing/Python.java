package io.wellstream.trainer.engine.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The Python that {@code WELLSTREAM_PYTHON} names, or else {@code python3}, for tests that compare with its packages. */
public final class Python {
    private static final String PROGRAM =
            Optional.ofNullable(System.getenv("WELLSTREAM_PYTHON")).orElse("python3");
    private static final long LIMIT_SECONDS = 300;

    private Python() {}

    /** What a program printed; the exit status is -1 if Python could not be started. */
    public record Result(int exit, String output) {}

    /** Skips the test, and says so, unless Python has the packages. */
    public static void assumeHas(String... packages) throws InterruptedException {
        String all = String.join(" ", packages);
        assumeTrue(
                run("import " + String.join(", ", packages)).exit() == 0,
                "skipped: `" + PROGRAM + "` does not have " + all + "; install with `python3 -m venv venv &&"
                        + " venv/bin/pip install " + all + "` and set WELLSTREAM_PYTHON=$PWD/venv/bin/python3");
    }

    public static Result run(String program, String... arguments) throws InterruptedException {
        try {
            ProcessBuilder builder = new ProcessBuilder(PROGRAM, "-c", program).redirectErrorStream(true);
            builder.command().addAll(List.of(arguments));
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            return new Result(-1, String.valueOf(e.getMessage()));
        }
    }
}
