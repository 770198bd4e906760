package io.wellstream.local.cli.verb;

import com.google.gson.JsonObject;
import io.wellstream.local.cli.demo.Demo;
import io.wellstream.local.cli.demo.DemoPlan;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole pipeline on a simulated screen. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Simulate a small screen, ingest it, train, publish, score the unseen experiments, write the submission,",
            "and say how good it is. Everything is real: broker, object store, four services, training."
        },
        footer = {"", "Example: wellstream demo --seed 7"})
public final class DemoVerb implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The demo's folder, emptied first if it is an earlier demo's."
                    + " Default: wellstream-demo in the user's data home.")
    private @Nullable Path folder;

    @Option(names = "--seed", defaultValue = "1", description = "Draws the screen. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--effect",
            defaultValue = "1",
            description = "Strength of the treatments' effects; 0 leaves nothing to learn. Default: ${DEFAULT-VALUE}.")
    private double effect;

    @Option(names = "--epochs", description = "Epochs of each run. Default: what fits four minutes on two cores.")
    private int epochs = DemoPlan.EPOCHS;

    @Option(names = "--json", description = "End standard output with one line of JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path data = folder != null ? folder : DataOption.userDataHome().resolve("wellstream-demo");
        PrintWriter out = Verb.out(spec);
        Demo demo = new Demo(data.toAbsolutePath().normalize(), new DemoPlan(seed, effect, epochs), out);
        JsonObject result = demo.run();
        if (json) {
            out.println(result);
        }
        out.flush();
        return 0;
    }
}
