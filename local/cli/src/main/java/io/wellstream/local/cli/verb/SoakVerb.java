package io.wellstream.local.cli.verb;

import com.google.common.io.MoreFiles;
import io.wellstream.local.cli.files.PictureFile;
import io.wellstream.local.cli.picture.MemoryPicture;
import io.wellstream.local.cli.picture.MemoryPicture.Mark;
import io.wellstream.local.cli.picture.MemoryPicture.Sample;
import io.wellstream.local.cli.soak.Fault;
import io.wellstream.local.cli.soak.RetryingCaller;
import io.wellstream.local.cli.soak.Soak;
import io.wellstream.local.cli.soak.SoakPlan;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.server.ServerProgram;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Tests that a system loses nothing while its processes, its store and its disk have faults. */
@Command(
        name = "soak",
        description = {
            "Put faults into a system while it scores and trains.",
            "Processes are killed and suspended, the object store stalls or is killed, bits of stored objects flip, the disk"
                    + " is full, the broker stops.",
            "The system is a new one in the given folder. The exit code is 0 if every call was answered, if need be after"
                    + " retries, with the answer of an undisturbed system, every run finished, and all runs ended with the"
                    + " same parameters."
        },
        footer = {
            "",
            "Examples:",
            "  ./wellstream soak /tmp/soak --minutes 20",
            "  ./wellstream soak /tmp/soak --store ~/go/bin/weed"
        })
public final class SoakVerb extends Verb {
    @Parameters(paramLabel = "DIR", description = "The folder to work in; must be absent or empty.")
    private Path folder = Path.of("");

    @Option(names = "--minutes", paramLabel = "N", description = "Duration. Default: ${DEFAULT-VALUE}.")
    private int minutes = 20;

    @Option(
            names = {"--fault-every", "--kill-every"},
            paramLabel = "SECONDS",
            description = "Time from the end of a fault to the next; 0 for none. Default: ${DEFAULT-VALUE}.")
    private int faultEvery = 30;

    @Option(
            names = "--faults",
            paramLabel = "FAULT",
            split = ",",
            converter = FaultName.class,
            description =
                    "Faults, in turn: kill, suspend, stall, store (needs --store), flip, full-disk (not with --store),"
                            + " broker. Default: all that are possible.")
    private List<Fault> faults = List.of();

    @Option(
            names = "--store",
            paramLabel = "PROGRAM",
            description = "The S3 server: a program named weed (SeaweedFS) or minio. Default: the built-in one.")
    private @Nullable Path store;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of screen and faults. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (minutes < 1 || faultEvery < 0) {
            throw new UserError("--minutes " + minutes + " --fault-every " + faultEvery
                    + "; expected at least one minute, and no negative time");
        }
        Files.createDirectories(folder);
        if (!MoreFiles.listFiles(folder).isEmpty()) {
            throw new UserError(folder + " is not empty; name another folder");
        }
        PrintWriter out = out();
        SoakPlan plan = new SoakPlan(
                Duration.ofMinutes(minutes), Duration.ofSeconds(faultEvery), faults(), seed, program(store));
        Soak.Outcome outcome = new Soak(folder.toAbsolutePath(), plan, out).run();
        Path picture = folder.resolve("memory.png");
        String title = "Memory of each process over " + minutes + " min, a fault every " + faultEvery + " s";
        PictureFile.of(picture)
                .write(MemoryPicture.draw(
                        title,
                        outcome.observations().samples(),
                        outcome.observations().faults()));
        print(outcome, out);
        out.println("Picture     " + picture);
        return outcome.nothingLost() ? 0 : 1;
    }

    /** The S3 server that {@code --store} names. */
    static Optional<ServerProgram> program(@Nullable Path file) {
        try {
            return Optional.ofNullable(file).map(ServerProgram::of);
        } catch (IllegalArgumentException e) {
            throw new UserError("--store: " + e.getMessage(), e);
        }
    }

    private List<Fault> faults() {
        List<Fault> possible = Fault.possible(store != null);
        for (Fault fault : faults) {
            if (!possible.contains(fault)) {
                throw new UserError("--faults " + fault + " is not possible "
                        + (store == null ? "without" : "with") + " --store; possible are "
                        + possible.stream().map(Fault::toString).collect(Collectors.joining(", ")));
            }
        }
        return faults.isEmpty() ? possible : faults;
    }

    private static void print(Soak.Outcome outcome, PrintWriter out) {
        RetryingCaller.Tally calls = outcome.calls();
        out.printf(
                Locale.ROOT,
                "Calls       %,d answered, %d of them wrong, %,d repeated, %d failed, slowest %.1f s%n",
                calls.answered(),
                calls.wrong().size(),
                calls.repeated(),
                calls.failures().size(),
                calls.slowest().toMillis() / 1000.0);
        Stream.concat(calls.wrong().stream(), calls.failures().stream())
                .distinct()
                .limit(10)
                .forEach(failure -> out.println("            " + failure));
        out.printf(
                Locale.ROOT,
                "Runs        %d finished, %d failed, %d different final parameters%n",
                outcome.runs(),
                outcome.failedRuns().size(),
                outcome.parameters());
        outcome.failedRuns().forEach(failure -> out.println("            " + failure));
        out.printf("Faults      %d: %s%n", outcome.observations().faults().size(), counted(outcome));
        if (outcome.observations().flipped() > 0) {
            out.printf(
                    "Bits        flipped in %d objects%n",
                    outcome.observations().flipped());
        }
        for (Map.Entry<String, List<Sample>> process :
                outcome.observations().samples().entrySet()) {
            List<Sample> samples = process.getValue();
            out.printf(
                    Locale.ROOT,
                    "Memory      %-14s at most %5.0f MB in the first half, %5.0f MB in the second%n",
                    process.getKey(),
                    most(samples.subList(0, samples.size() / 2)),
                    most(samples.subList(samples.size() / 2, samples.size())));
        }
    }

    /** E.g. {@code 4 kill, 3 suspend}. */
    private static String counted(Soak.Outcome outcome) {
        Map<String, Long> counts = outcome.observations().faults().stream()
                .collect(Collectors.groupingBy(Mark::fault, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }

    /** A fault as users write it. */
    static final class FaultName implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String name) {
            return Arrays.stream(Fault.values())
                    .filter(fault -> fault.toString().equals(name))
                    .findAny()
                    .orElseThrow(() -> new TypeConversionException("'" + name + "' is no fault; expected "
                            + Arrays.stream(Fault.values()).map(Fault::toString).collect(Collectors.joining(", "))));
        }
    }

    private static double most(List<Sample> samples) {
        return samples.stream().mapToDouble(Sample::megabytes).max().orElse(0);
    }
}
