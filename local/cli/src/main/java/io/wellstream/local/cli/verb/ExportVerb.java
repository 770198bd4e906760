package io.wellstream.local.cli.verb;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.ModelCards;
import io.wellstream.local.cli.client.PublishedModels;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.export.ModelDescription;
import io.wellstream.local.cli.export.OnnxFile;
import io.wellstream.local.cli.export.WholeFiles;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.wire.keys.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Gives a model away: its ONNX file, and what is needed to use it. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Write a model as an ONNX file, and as JSON beside it all that is needed to use it without Wellstream: classes,",
            "channels, how pixels are prepared, names and shapes of what goes in and comes out, and the model's card.",
            "Both files are written whole or not at all."
        },
        footer = {
            "",
            "Examples: wellstream export --dataset demo --cell-type HUVEC --out huvec.onnx",
            "          wellstream export --dataset demo --run huvec-1"
        })
public final class ExportVerb implements Callable<Integer> {
    private static final String ENDING = ".onnx";

    @Mixin
    private final SystemOption system = new SystemOption();

    @Option(names = "--dataset", required = true, description = "The data set whose model it is.")
    private String dataset = "";

    @Option(
            names = "--cell-type",
            defaultValue = "",
            description = "Whose served model; all for that of all cell types. Default: the only one served.")
    private String cellType = "";

    @Option(names = "--run", description = "This run's model, served or not.")
    private @Nullable String run;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the ONNX file goes; the JSON goes beside it. Default: RUN.onnx.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Replace files that are there.")
    private boolean force;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        SystemClient services = system.services();
        PublishedModels models = PublishedModels.read(services, new DatasetId(dataset));
        ModelPublished model = run != null ? models.ofRun(run) : models.served(cellType);
        Path file = out != null ? out : Path.of(model.getRun() + ENDING);
        byte[] onnx = services.object(model.getOnnx());
        ModelCard card = ModelCards.read(services, model.getCard());
        OnnxFile opened = OnnxFile.read(onnx);
        JsonObject manual =
                new ModelDescription(card, opened).json(String.valueOf(file.getFileName()), Sha256.hexOf(onnx));
        SequencedMap<Path, byte[]> files = new LinkedHashMap<>();
        files.put(manualBeside(file), pretty(manual));
        files.put(file, onnx);
        new WholeFiles(force).write(files);
        Verb.out(spec)
                .printf(
                        "Model of run %s in %s (%,d bytes, operator set %d); how to use it in %s%n",
                        model.getRun(), file, onnx.length, opened.opset(), manualBeside(file));
        return 0;
    }

    static Path manualBeside(Path file) {
        String name = String.valueOf(file.getFileName());
        String stem = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        return file.resolveSibling(stem + ".json");
    }

    private static byte[] pretty(JsonObject json) {
        String text = new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(json);
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
