package io.wellstream.local.cli.screen;

import io.wellstream.local.cli.client.Descriptions;
import io.wellstream.local.cli.client.Descriptions.Description;
import io.wellstream.local.cli.client.ScreenArgument;
import io.wellstream.local.cli.verb.ForceOption;
import io.wellstream.local.cli.verb.SystemOption;
import io.wellstream.local.cli.verb.Verb;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proposes a screen.yaml for a folder. */
@Command(
        name = "describe",
        description = {
            "Look at a folder, and propose a screen.yaml for it.",
            "The proposal follows from the names of images and of the tables' columns. What they do not tell is asked:"
                    + " answer it in the file before you ingest the folder."
        },
        footer = {"", "Example:", "  ./wellstream describe /data/pilot --out screen.yaml"})
public final class DescribeVerb extends Verb {
    @Mixin
    private final SystemOption system = new SystemOption();

    @Parameters(
            paramLabel = "SCREEN",
            description = "The screen's folder or .zip archive, at a path that the ingest service can read;"
                    + " or s3://BUCKET/PREFIX, if the service may read the bucket.")
    private String source = "";

    @Mixin
    private final ForceOption force = new ForceOption();

    @Option(names = "--out", paramLabel = "FILE", description = "Write the proposal. Default: standard output.")
    private @Nullable Path out;

    @Option(names = "--picture", paramLabel = "FILE", description = "Write a picture of one site as PNG.")
    private @Nullable Path picture;

    @Override
    public Integer call() {
        force.files().require(Stream.of(out, picture).filter(Objects::nonNull).toList());
        Description found = Descriptions.of(system.client(), new ScreenArgument(source).source());
        Map<Path, byte[]> files = new LinkedHashMap<>();
        if (out == null) {
            out().print(found.yaml());
        } else {
            files.put(out, found.yaml().getBytes(StandardCharsets.UTF_8));
        }
        if (picture != null && found.picture().length > 0) {
            files.put(picture, found.picture());
        }
        force.files().write(files);
        out().flush();
        found.questions().forEach(err()::println);
        if (picture != null && found.picture().length == 0) {
            err().println("There is no picture: no site with all channels can be read.");
        }
        files.keySet().forEach(file -> err().println("Written: " + file));
        return 0;
    }
}
