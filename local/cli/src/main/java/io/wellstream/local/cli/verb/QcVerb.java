package io.wellstream.local.cli.verb;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import io.wellstream.local.cli.client.DataSets;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.files.WholeFiles;
import io.wellstream.local.cli.summary.QualitySummary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
public final class QcVerb extends DataSetVerb {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write a page with the flagged plates: a map per channel, and the flags.")
    private @Nullable Path out;

    @Override
    public Integer call() {
        if (out != null) {
            WholeFiles.requirePlace(out);
        }
        SystemClient client = client();
        String path = "/v1/datasets/" + dataset() + "/qc";
        String json =
                DataSets.explaining(client, dataset(), () -> client.ingestApi().text(path));
        JsonArray plates = JsonParser.parseString(json).getAsJsonArray();
        QualitySummary.lines(plates).forEach(out()::println);
        if (out != null) {
            String page = client.ingestApi().text(path + "/page");
            new WholeFiles(true).write(Map.of(out, page.getBytes(StandardCharsets.UTF_8)));
            out().println("The page is " + out + ".");
        }
        return 0;
    }
}
