package io.wellstream.local.cli.profile;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.verb.SystemOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of verbs that use profiles. */
public final class ProfileOptions {
    @Mixin
    private final SystemOption system = new SystemOption();

    @Option(names = "--dataset", required = true, paramLabel = "NAME", description = "The data set.")
    private String dataset = "";

    @Option(names = "--cell-type", paramLabel = "NAME", description = "Only wells of this cell type. Default: all.")
    private String cellType = "";

    @Option(
            names = "--run",
            description = "Use the model of this run. Default: the served one of the well's cell type.")
    private String run = "";

    /** What a row is. */
    enum Unit {
        WELL,
        SITE
    }

    @Option(names = "--per", paramLabel = "UNIT", description = "A row per well or per site. Default: well.")
    private Unit per = Unit.WELL;

    @Option(
            names = "--align",
            paramLabel = "WELLS",
            description =
                    "Centre and scale each feature by these wells of its plate: controls, negative-controls or all."
                            + " Default: none.")
    private String align = Alignment.Reference.NONE.toString();

    @Option(
            names = "--align-by",
            paramLabel = "GROUP",
            description = "Align each plate or each experiment. Default: plate.")
    private Alignment.Group alignBy = Alignment.Group.PLATE;

    @Option(
            names = "--tvn",
            description = "With --align, also remove the variation that the controls have (typical variation"
                    + " normalisation).")
    private boolean tvn;

    boolean perSite() {
        return per == Unit.SITE;
    }

    /** Asks the scorer for the profiles, and aligns them. */
    ProfileTable table() {
        Alignment alignment = new Alignment(Alignment.Reference.of(align), alignBy, tvn);
        Profiler.Choice choice = new Profiler.Choice(new DatasetId(dataset), cellType, run, perSite());
        return alignment.apply(new Profiler(system.client(), choice).profiles());
    }
}
