package io.wellstream.local.cli.screen;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.DataSets;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.summary.QualitySummary;
import io.wellstream.local.cli.verb.ForceOption;
import io.wellstream.local.cli.verb.SystemOption;
import io.wellstream.local.cli.verb.Verb;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says which plates quality control flags, and why. */
@Command(
        name = "qc",
        description = {
            "Say which plates quality control flags, and why.",
            "Flags: missing wells and sites, channels that do not belong together, images without cells (black, of one"
                    + " grey level, saturated), the same file under two names, and experiments of unusual brightness.",
            "Nothing is left out of training because of a flag."
        },
        footer = {"", "Example:", "  ./wellstream qc --dataset demo --out qc.html"})
public final class QcVerb extends Verb {
    @Mixin
    private final SystemOption system = new SystemOption();

    @Mixin
    private final ForceOption force = new ForceOption();

    @Option(names = "--dataset", required = true, paramLabel = "NAME", description = "The data set.")
    private String dataset = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Write a page with the flagged plates: a map per channel, and the flags. It also shows the illumination"
                            + " functions that runs have computed.")
    private @Nullable Path out;

    @Override
    public Integer call() {
        if (out != null) {
            force.files().require(List.of(out));
        }
        SystemClient client = system.client();
        DatasetId name = new DatasetId(dataset);
        String path = "/v1/datasets/" + name + "/qc";
        String json = DataSets.explaining(client, name, () -> client.ingestApi().text(path));
        JsonArray plates = JsonParser.parseString(json).getAsJsonArray();
        QualitySummary.lines(plates).forEach(out()::println);
        if (out != null) {
            String page = client.ingestApi().text(path + "/page");
            force.files().write(Map.of(out, page.getBytes(StandardCharsets.UTF_8)));
            out().println("The page is " + out + ".");
        }
        return 0;
    }
}
