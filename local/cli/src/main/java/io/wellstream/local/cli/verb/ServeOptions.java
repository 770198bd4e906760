package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.Endpoints;
import io.wellstream.local.launcher.LauncherProcess;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.ServiceKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a system on this machine consists of. */
final class ServeOptions {
    private static final long MEGABYTE = 1_000_000;

    @Option(names = "--workers", paramLabel = "N", description = "Augment workers. Default: ${DEFAULT-VALUE}.")
    private int workers = 1;

    @Option(names = "--trainers", paramLabel = "N", description = "Trainers. Default: ${DEFAULT-VALUE}.")
    private int trainers = 1;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Folder that screens may be ingested from; may be repeated. Default: any.")
    private List<Path> roots = List.of();

    @Option(
            names = "--disk-reserve",
            paramLabel = "MB",
            description = {
                "Space that stays free on the disk of the data folder: new objects wait before they use it.",
                "Default: 5 %% of the disk, at most 10,000 MB."
            })
    private @Nullable Long diskReserve;

    LocalConfig applied(LocalConfig config) {
        LocalConfig sized = config.withProcesses(ServiceKind.AUGMENT, valid("--workers", workers))
                .withProcesses(ServiceKind.TRAINER, valid("--trainers", trainers));
        if (diskReserve != null) {
            sized = sized.withDiskReserve(validReserve(diskReserve));
        }
        if (roots.isEmpty() && System.getenv().containsKey(LocalConfig.INGEST_ROOTS)) {
            return sized;
        }
        return sized.withIngestRoots(roots.isEmpty() ? List.of(Path.of("/")) : roots);
    }

    /** The same options for another process. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--workers", "" + workers, "--trainers", "" + trainers));
        for (Path root : roots) {
            arguments.addAll(List.of("--root", root.toAbsolutePath().normalize().toString()));
        }
        if (diskReserve != null) {
            arguments.addAll(List.of("--disk-reserve", "" + diskReserve));
        }
        return arguments;
    }

    /**
     * What was asked for and a running system does differently.
     *
     * @param isGiven whether the user has given an option
     */
    List<String> ignoredBy(Endpoints running, LocalConfig asked, Predicate<String> isGiven) {
        List<String> ignored = new ArrayList<>();
        addIfOther(ignored, isGiven, "--workers", workers, running.processes(ServiceKind.AUGMENT));
        addIfOther(ignored, isGiven, "--trainers", trainers, running.processes(ServiceKind.TRAINER));
        LauncherProcess.holding(asked.data())
                .ifPresent(launcher -> asked.environment().forEach((name, value) -> {
                    String now = launcher.settings().getOrDefault(name, "");
                    if (name.equals(LocalConfig.INGEST_ROOTS)) {
                        if (isGiven.test("--root") && !now.equals(value)) {
                            ignored.add("--root " + value + " (it allows " + now + ")");
                        }
                    } else if (!now.equals(value)) {
                        ignored.add(name + " (it runs with another value)");
                    }
                }));
        return ignored;
    }

    private static void addIfOther(
            List<String> ignored, Predicate<String> isGiven, String option, int asked, long running) {
        if (isGiven.test(option) && asked != running) {
            ignored.add(option + " " + asked + " (it has " + running + ")");
        }
    }

    private static long validReserve(long megabytes) {
        if (megabytes < 0) {
            throw new UserError("--disk-reserve " + megabytes + "; expected 0 or more megabytes");
        }
        return megabytes * MEGABYTE;
    }

    private static int valid(String option, int processes) {
        if (processes < 1 || processes > LocalConfig.MOST_PROCESSES) {
            throw new UserError(option + " " + processes + "; expected 1 to " + LocalConfig.MOST_PROCESSES);
        }
        return processes;
    }
}
