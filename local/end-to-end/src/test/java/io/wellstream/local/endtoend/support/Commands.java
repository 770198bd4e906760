package io.wellstream.local.endtoend.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.local.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Commands that must succeed, in this process.
 *
 * @param data the folder of the system that they use
 */
public record Commands(Path data) {
    /** What a command prints. */
    public String run(String... arguments) {
        return alone(Stream.concat(Stream.of(arguments), Stream.of("--data", data.toString()))
                .toArray(String[]::new));
    }

    /** What a command prints that uses no system. */
    public static String alone(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.line().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        assertThat(line.execute(arguments)).as(out + "\n" + err).isZero();
        return out.toString();
    }
}
