package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.link.UnreachableException;
import io.wellstream.local.cli.summary.ModelSummary;
import io.wellstream.local.cli.terminal.InterruptNotice;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.RunPublication;
import io.wellstream.proto.v1.RunRecord;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes a checkpoint of a training run that has ended. */
@Command(
        name = "publish",
        description = {
            "Publish a checkpoint of a training run that has ended.",
            "The checkpoint is evaluated first. The first model of a run has the run's name, a later one is named RUN-step-N."
        },
        footer = {"", "Examples:", "  ./wellstream publish huvec-1", "  ./wellstream publish huvec-1 --step 1200"})
public final class PublishVerb extends Verb {
    @Mixin
    private final SystemOption system = new SystemOption();

    @Parameters(paramLabel = "RUN", description = "The run's name.")
    private String run = "";

    @Option(
            names = "--step",
            paramLabel = "N",
            description =
                    "Publish the checkpoint of this step. Default: the best one, without validation the last one.")
    private long step;

    @Option(names = "--detach", description = "Request the publication and return at once.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        SystemClient client = system.client();
        PrintWriter out = out();
        RunRecord requested = client.runs().publish(run, step).getRun();
        long chosen = requested.getPublication().getStep();
        out.println("Publishing step " + chosen + " of run " + run + ".");
        if (detach) {
            return 0;
        }
        RunPublication published;
        try (InterruptNotice _ = InterruptNotice.of(err(), "The publication goes on; see: ./wellstream status")) {
            published = new TrainingRuns(client).followPublication(requested);
        } catch (UnreachableException e) {
            throw e.advising("the publication goes on when the system runs again; see: ./wellstream status");
        }
        if (!published.getFailure().isEmpty()) {
            throw new UserError("step " + chosen + " of run " + run + " is not published: " + published.getFailure());
        }
        ModelCard unused = ModelSummary.print(client, published.getCard(), out);
        return 0;
    }
}
