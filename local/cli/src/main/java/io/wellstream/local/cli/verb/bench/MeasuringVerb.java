package io.wellstream.local.cli.verb.bench;

import com.google.gson.JsonObject;
import io.wellstream.local.cli.verb.Verb;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** A measurement that prints lines as it goes and, if asked, its whole result as a line of JSON. */
abstract class MeasuringVerb extends Verb {
    @Option(names = "--json", description = "End standard output with one line of JSON.")
    private boolean json;

    final void say(String line) {
        out().println(line);
        out().flush();
    }

    /** Ends the verb with its result. */
    final int end(JsonObject result) {
        if (json) {
            say(result.toString());
        }
        return ExitCode.OK;
    }
}
