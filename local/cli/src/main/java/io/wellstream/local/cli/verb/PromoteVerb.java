package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.client.ServedModels;
import io.wellstream.local.cli.summary.ServingSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves a published model. */
@Command(
        name = "promote",
        description = {
            "Serve the published model of a run.",
            "It replaces the model that is served for the same data set, cell type and target; ./wellstream rollback"
                    + " restores that one."
        },
        footer = {"", "Example:", "  ./wellstream promote huvec-1"})
public final class PromoteVerb extends Verb {
    @Mixin
    private final SystemOption system = new SystemOption();

    @Parameters(paramLabel = "RUN", description = "The run whose model is to be served; see ./wellstream models.")
    private String run = "";

    @Option(
            names = "--force",
            description = "Serve even a model that diverged, answers one class only, or has a leaking split.")
    private boolean force;

    @Override
    public Integer call() {
        out().println(ServingSummary.now(new ServedModels(system.client()).promote(run, force)));
        return 0;
    }
}
