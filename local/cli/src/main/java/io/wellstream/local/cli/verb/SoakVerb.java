package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.picture.MemoryPicture;
import io.wellstream.local.cli.picture.MemoryPicture.Sample;
import io.wellstream.local.cli.soak.RetryingCaller;
import io.wellstream.local.cli.soak.Soak;
import io.wellstream.local.cli.soak.SoakPlan;
import io.wellstream.local.cli.terminal.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows that a system loses nothing while its processes are killed. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = {
            "Keep a system of its own scoring and training on this machine while its processes are killed at random.",
            "The exit code is 0 if no call failed that a retry should hide, every run finished, and all in the same parameters."
        },
        footer = {"", "Example: wellstream soak /tmp/soak --minutes 20"})
public final class SoakVerb implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The folder to work in; must be absent or empty.")
    private Path folder = Path.of("");

    @Option(names = "--minutes", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(
            names = "--kill-every",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "0 for never. Default: ${DEFAULT-VALUE}.")
    private int killEvery;

    @Option(names = "--seed", defaultValue = "1", description = "Draws screen and victims. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireEmpty();
        PrintWriter out = Verb.out(spec);
        SoakPlan plan = new SoakPlan(Duration.ofMinutes(minutes), Duration.ofSeconds(killEvery), seed);
        Soak.Outcome outcome = new Soak(folder.toAbsolutePath(), plan, out).run();
        Path picture = folder.resolve("memory.png");
        MemoryPicture.write(
                picture,
                "Memory of each process over " + minutes + " min, one killed every " + killEvery + " s",
                outcome.seen().samples(),
                outcome.seen().kills());
        print(outcome, out);
        out.println("Picture     " + picture);
        return outcome.nothingLost() ? 0 : 1;
    }

    private static void print(Soak.Outcome outcome, PrintWriter out) {
        RetryingCaller.Tally calls = outcome.calls();
        out.printf(
                Locale.ROOT,
                "Calls       %,d answered, %,d repeated, %d failed, slowest %.1f s%n",
                calls.answered(),
                calls.repeated(),
                calls.failures().size(),
                calls.slowest().toMillis() / 1000.0);
        calls.failures().stream().distinct().limit(10).forEach(failure -> out.println("            " + failure));
        out.printf(
                Locale.ROOT,
                "Runs        %d finished, %d failed, %d different outcome(s) of the same run%n",
                outcome.runs(),
                outcome.failedRuns().size(),
                outcome.parameters());
        outcome.failedRuns().forEach(failure -> out.println("            " + failure));
        out.printf("Killed      %d processes%n", outcome.seen().kills().size());
        for (Map.Entry<String, List<Sample>> process : outcome.seen().samples().entrySet()) {
            List<Sample> samples = process.getValue();
            out.printf(
                    Locale.ROOT,
                    "Memory      %-14s %5.0f MB in the first half, %5.0f MB in the second, at most%n",
                    process.getKey(),
                    most(samples.subList(0, samples.size() / 2)),
                    most(samples.subList(samples.size() / 2, samples.size())));
        }
    }

    private static double most(List<Sample> samples) {
        return samples.stream().mapToDouble(Sample::megabytes).max().orElse(0);
    }

    private void requireEmpty() throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new UserError(folder + " is not empty; name another folder");
            }
        }
    }
}
