package io.wellstream.local.cli.verb.bench;

import io.wellstream.local.cli.verb.Verb;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measurements that anyone can repeat. */
@Command(
        name = "bench",
        description = "Measure the system on this machine.",
        synopsisSubcommandLabel = "WHAT",
        subcommands = {
            BenchScoreVerb.class,
            BenchSwapVerb.class,
            BenchTrainVerb.class,
            BenchMemoryVerb.class,
            BenchAccuracyVerb.class
        },
        footer = {
            "",
            "Examples:",
            "  ./wellstream bench score --json",
            "  ./wellstream bench swap",
            "  ./wellstream bench train --engine dl4j,torch",
            "  ./wellstream bench memory",
            "  ./wellstream bench accuracy"
        })
public final class BenchVerb extends Verb {
    @Override
    public Integer call() {
        commandLine().usage(err());
        return CommandLine.ExitCode.USAGE;
    }
}
