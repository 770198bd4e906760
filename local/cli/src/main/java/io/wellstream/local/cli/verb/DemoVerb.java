package io.wellstream.local.cli.verb;

import com.google.gson.JsonObject;
import io.wellstream.local.cli.demo.Demo;
import io.wellstream.local.cli.demo.DemoPlan;
import io.wellstream.local.launcher.BrokerAndStore;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the whole pipeline on a simulated screen. */
@Command(
        name = "demo",
        description = {
            "Run the whole pipeline on a small simulated screen.",
            "Simulates and ingests a screen, trains a model per cell type, scores the unseen experiments, writes the"
                    + " submission and compares it with the true labels. All parts are real: broker, object store,"
                    + " the four services, training."
        },
        footer = {"", "Example:", "  ./wellstream demo --seed 7"})
public final class DemoVerb extends Verb {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The demo's folder. A folder of an earlier demo is emptied first."
                    + " Default: wellstream-demo in the user's data home.")
    private @Nullable Path folder;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of screen and training. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--effect",
            description = "Strength of the effects, from 0 (none) to 10. Default: ${DEFAULT-VALUE}.")
    private double effect = 1;

    @Option(names = "--epochs", paramLabel = "N", description = "Epochs of each run. Default: what fits four minutes.")
    private int epochs = DemoPlan.EPOCHS;

    @Option(names = "--engine", paramLabel = "NAME", description = "dl4j (default) or torch: what trains the networks.")
    private String engine = "dl4j";

    @Option(
            names = "--store",
            paramLabel = "PROGRAM",
            description = "The S3 server: a program named weed (SeaweedFS) or minio. Default: the built-in one.")
    private @Nullable Path store;

    @Option(names = "--json", description = "End standard output with one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        DemoPlan plan = new DemoPlan(seed, effect, epochs, engine);
        Path data = folder != null ? folder : DataOption.userDataHome().resolve("wellstream-demo");
        JsonObject result = new Demo(data.toAbsolutePath().normalize(), plan, out())
                .run(BrokerAndStore.with(SoakVerb.program(store)));
        if (json) {
            out().println(result);
        }
        out().flush();
        return 0;
    }
}
