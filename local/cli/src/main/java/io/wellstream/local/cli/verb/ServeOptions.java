package io.wellstream.local.cli.verb;

import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.ServiceKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How much is started on one machine. */
final class ServeOptions {
    @Option(names = "--workers", defaultValue = "1", description = "Augment workers. Default: ${DEFAULT-VALUE}.")
    private int workers = 1;

    @Option(names = "--trainers", defaultValue = "1", description = "Trainers. Default: ${DEFAULT-VALUE}.")
    private int trainers = 1;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "A folder that screens may be ingested from; may be repeated. Default: anywhere.")
    private List<Path> roots = List.of();

    LocalConfig applied(LocalConfig config) {
        List<Path> allowed = roots.isEmpty() ? List.of(Path.of("/")) : roots;
        return config.withProcesses(ServiceKind.AUGMENT, workers)
                .withProcesses(ServiceKind.TRAINER, trainers)
                .withIngestRoots(allowed);
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--workers", "" + workers, "--trainers", "" + trainers));
        roots.forEach(root -> arguments.addAll(
                List.of("--root", root.toAbsolutePath().normalize().toString())));
        return arguments;
    }
}
