package io.wellstream.local.cli.verb;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What every verb's class needs of picocli. */
final class Verb {
    private Verb() {}

    /** Where a verb prints what was asked for. */
    static PrintWriter out(@Nullable CommandSpec spec) {
        return commandLine(spec).getOut();
    }

    /** Where a verb says what went wrong. */
    static PrintWriter err(@Nullable CommandSpec spec) {
        return commandLine(spec).getErr();
    }

    private static CommandLine commandLine(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec, "picocli sets it before call()").commandLine();
    }
}
