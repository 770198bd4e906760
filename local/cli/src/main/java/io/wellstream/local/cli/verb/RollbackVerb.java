package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.client.ServedModels;
import io.wellstream.local.cli.settings.TargetNames;
import io.wellstream.local.cli.summary.ServingSummary;
import io.wellstream.proto.v1.RollbackRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves again what was served before. */
@Command(
        name = "rollback",
        description = {
            "Serve the model that was served before.",
            "Repeat it to go further back. Options are needed only if more than one model is served."
        },
        footer = {
            "",
            "Examples:",
            "  ./wellstream rollback",
            "  ./wellstream rollback --dataset rxrx1 --cell-type HUVEC"
        })
public final class RollbackVerb extends Verb {
    private static final String ALL = "all";

    @Mixin
    private final SystemOption system = new SystemOption();

    @Option(names = "--dataset", paramLabel = "NAME", description = "The data set of the served model.")
    private @Nullable String dataset;

    @Option(
            names = "--cell-type",
            paramLabel = "NAME",
            description = "The cell type of the served model; all for the model of all cell types.")
    private @Nullable String cellType;

    @Option(
            names = "--target",
            paramLabel = "NAME",
            description = "The target of the served model: treatment, control, treatment+control or cell-type.")
    private @Nullable String target;

    @Override
    public Integer call() {
        RollbackRequest.Builder request = RollbackRequest.newBuilder();
        if (dataset != null) {
            request.setDataset(dataset);
        }
        if (cellType != null) {
            request.setCellType(cellType.equals(ALL) ? "" : cellType);
        }
        if (target != null) {
            request.setTarget(TargetNames.ofOption(target));
        }
        out().println(ServingSummary.now(new ServedModels(system.client()).rollback(request.build())));
        return 0;
    }
}
