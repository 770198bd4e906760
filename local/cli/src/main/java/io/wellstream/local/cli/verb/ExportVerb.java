package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.client.ModelCards;
import io.wellstream.local.cli.client.PublishedModels;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.export.ModelDescription;
import io.wellstream.local.cli.export.OnnxFile;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.wire.keys.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a model as an ONNX file with a description. */
@Command(
        name = "export",
        description = {
            "Write a model as an ONNX file with a description.",
            "The description is a JSON file with all that is needed to use the model without Wellstream: classes, channels,"
                    + " preparation of the pixels, inputs, outputs and the model card. Either both files are written or"
                    + " neither."
        },
        footer = {
            "",
            "Examples:",
            "  ./wellstream export --dataset demo --cell-type HUVEC --out huvec.onnx",
            "  ./wellstream export --dataset demo --run huvec-1"
        })
public final class ExportVerb extends DataSetVerb {
    private static final String ENDING = ".onnx";

    @Option(
            names = "--cell-type",
            description = "Export the served model of this cell type, or of all. Default: the only one.")
    private String cellType = "";

    @Option(names = "--run", paramLabel = "NAME", description = "Export the model of this run, served or not.")
    private @Nullable String run;

    @Option(names = "--out", paramLabel = "FILE", description = "The ONNX file. Default: RUN.onnx.")
    private @Nullable Path out;

    @Mixin
    private final ForceOption force = new ForceOption();

    @Override
    public Integer call() {
        if (out != null) {
            force.files().require(List.of(out, descriptionOf(out)));
        }
        SystemClient client = client();
        PublishedModels models = PublishedModels.read(client, dataset());
        ModelPublished model = run != null ? models.ofRun(run) : models.served(cellType);
        Path file = out != null ? out : Path.of(model.getRun() + ENDING);
        force.files().require(List.of(file, descriptionOf(file)));
        byte[] onnx = client.object(model.getOnnx());
        ModelCard card = ModelCards.read(client, model.getCard());
        OnnxFile opened = OnnxFile.read(onnx);
        ModelDescription description =
                ModelDescription.of(card, opened, String.valueOf(file.getFileName()), Sha256.hexOf(onnx));
        SequencedMap<Path, byte[]> files = new LinkedHashMap<>();
        files.put(descriptionOf(file), (description.json() + "\n").getBytes(StandardCharsets.UTF_8));
        files.put(file, onnx);
        force.files().write(files);
        out().printf(
                        "Model of run %s in %s (%,d bytes, operator set %d), described in %s%n",
                        model.getRun(), file, onnx.length, opened.opset(), descriptionOf(file));
        return 0;
    }

    static Path descriptionOf(Path file) {
        String name = String.valueOf(file.getFileName());
        String stem = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        return file.resolveSibling(stem + ".json");
    }
}
