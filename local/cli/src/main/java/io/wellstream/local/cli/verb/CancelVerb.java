package io.wellstream.local.cli.verb;

import io.wellstream.proto.v1.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Cancels a training run. */
@Command(
        name = "cancel",
        description = {
            "Cancel a training run.",
            "Its checkpoints are kept: the run can be continued, and each of them can be published."
        },
        footer = {"", "Example:", "  ./wellstream cancel huvec-1"})
public final class CancelVerb extends Verb {
    @Mixin
    private final SystemOption system = new SystemOption();

    @Parameters(paramLabel = "RUN", description = "The run's name.")
    private String run = "";

    @Override
    public Integer call() {
        RunRecord cancelled = system.client().runs().cancel(run).getRun();
        if (!cancelled.hasCancelled()) {
            out().println("The publication of step "
                    + cancelled.getPublication().getStep() + " of run " + run + " is cancelled.");
            return 0;
        }
        out().println("Run " + run + " is cancelled. Its checkpoints are kept.");
        out().println("Continue it with:        ./wellstream train --resume " + run + system.argument());
        out().println("Publish its best model:  ./wellstream publish " + run + system.argument());
        return 0;
    }
}
