package io.wellstream.local.cli.verb;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A verb of the command line. */
@Command(mixinStandardHelpOptions = true)
public abstract class Verb implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    /** For the verb's result. */
    protected final PrintWriter out() {
        return commandLine().getOut();
    }

    /** For what went wrong. */
    protected final PrintWriter err() {
        return commandLine().getErr();
    }

    protected final CommandLine commandLine() {
        return requireNonNull(spec, "picocli sets it before call()").commandLine();
    }
}
