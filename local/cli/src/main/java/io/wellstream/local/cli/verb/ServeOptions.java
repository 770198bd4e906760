package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.ServiceKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What a system on this machine consists of. */
final class ServeOptions {
    @Option(names = "--workers", paramLabel = "N", description = "Augment workers. Default: ${DEFAULT-VALUE}.")
    private int workers = 1;

    @Option(names = "--trainers", paramLabel = "N", description = "Trainers. Default: ${DEFAULT-VALUE}.")
    private int trainers = 1;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Folder that screens may be ingested from; may be repeated. Default: any.")
    private List<Path> roots = List.of();

    LocalConfig applied(LocalConfig config) {
        LocalConfig sized = config.withProcesses(ServiceKind.AUGMENT, valid("--workers", workers))
                .withProcesses(ServiceKind.TRAINER, valid("--trainers", trainers));
        if (roots.isEmpty() && System.getenv().containsKey("WELLSTREAM_INGEST_ROOTS")) {
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
        return arguments;
    }

    private static int valid(String option, int processes) {
        if (processes < 1 || processes > LocalConfig.MOST_PROCESSES) {
            throw new UserError(option + " " + processes + "; expected 1 to " + LocalConfig.MOST_PROCESSES);
        }
        return processes;
    }
}
