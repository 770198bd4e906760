package io.wellstream.local.cli.verb;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measurements that anyone can repeat. */
@Command(
        name = "bench",
        description = "Measure the system on this machine.",
        synopsisSubcommandLabel = "WHAT",
        subcommands = {BenchScoreVerb.class, BenchMemoryVerb.class},
        footer = {"", "Examples:", "  ./wellstream bench score --json", "  ./wellstream bench memory"})
public final class BenchVerb extends Verb {
    @Override
    public Integer call() {
        commandLine().usage(err());
        return CommandLine.ExitCode.USAGE;
    }
}
