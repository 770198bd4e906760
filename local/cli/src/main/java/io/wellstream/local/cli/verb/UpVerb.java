package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.DataFolder;
import io.wellstream.local.launcher.DiskReserve;
import io.wellstream.local.launcher.Endpoints;
import io.wellstream.local.launcher.LastWords;
import io.wellstream.local.launcher.LauncherProcess;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.ServiceKind;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the system on this machine and leaves it running. */
@Command(
        name = "up",
        description = {
            "Start the system on this machine and leave it running.",
            "Broker, object store, services and status page listen on loopback only."
        },
        footer = {"", "Example:", "  ./wellstream up --workers 2"})
public final class UpVerb extends Verb {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final List<Path> OWN_SESSION =
            List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"), Path.of("/usr/bin/nohup"));

    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final ServeOptions serve = new ServeOptions();

    @Option(names = "--wait", hidden = true, description = "Seconds to wait until the system is ready.")
    private long waitSeconds = LIMIT.toSeconds();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = data.folder();
        PrintWriter out = out();
        LocalConfig config =
                serve.applied(LocalConfig.of(folder)); // reports wrong options here, not in the new process
        Optional<Endpoints> running = Endpoints.find(folder);
        if (running.isPresent()) {
            requireAsAsked(running.get(), config);
            out.println("A system already runs on " + folder + ".");
            print(running.get(), folder, out);
            return 0;
        }
        DiskReserve.requireToStart(config);
        requireFree(folder);
        Files.createDirectories(folder.resolve("logs"));
        Path log = folder.resolve("logs").resolve("launcher.out");
        long logged = folder.resolve("logs").resolve("launcher.log").toFile().length();
        Process launcher = new ProcessBuilder(command(folder))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        print(await(folder, launcher, logged), folder, out);
        return 0;
    }

    /** A running system is not changed. */
    private void requireAsAsked(Endpoints running, LocalConfig asked) {
        List<String> ignored = serve.ignoredBy(running, asked, commandLine().getParseResult()::hasMatchedOption);
        if (!ignored.isEmpty()) {
            String other = data.isGiven() ? " --data " + asked.data() : "";
            throw new UserError("a system already runs on " + asked.data() + " and is not changed by "
                    + String.join(", ", ignored) + "; to start it anew, stop it with: ./wellstream down" + other
                    + ", and repeat this command; runs that are under way continue then");
        }
    }

    private static void requireFree(Path folder) {
        Optional<LauncherProcess> launcher = LauncherProcess.holding(folder);
        if (launcher.isPresent()) {
            throw new UserError("a system on " + folder + " is starting or stopping (process "
                    + launcher.get().pid() + "); wait for it, or stop it with: ./wellstream down --data " + folder);
        }
        DataFolder.require(folder);
    }

    private List<String> command(Path folder) {
        List<String> command = new ArrayList<>();
        OWN_SESSION.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .ifPresent(command::add);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                commandLine().getCommandSpec().root().userObject().getClass().getName()));
        command.addAll(List.of("serve", "--data", folder.toString()));
        command.addAll(serve.arguments());
        return command;
    }

    /** @param logged how long the launcher's log was before */
    private Endpoints await(Path folder, Process launcher, long logged) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
        while (System.nanoTime() < deadline) {
            Optional<Endpoints> endpoints = Endpoints.find(folder);
            if (endpoints.isPresent()) {
                return endpoints.get();
            }
            if (launcher.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UserError("the system did not start: " + reason(folder.resolve("logs"), logged, launcher));
            }
        }
        launcher.destroy();
        throw new UserError("the system was not ready within " + waitSeconds + " s; see " + folder.resolve("logs"));
    }

    /** What the launcher printed last; if it ended without a word, the errors in its log. */
    private static String reason(Path logs, long logged, Process launcher) {
        Path output = logs.resolve("launcher.out");
        List<String> printed = LastWords.of(output, 0);
        if (!printed.isEmpty()) {
            return printed.getLast().replaceFirst("^wellstream: ", "") + " (log: " + output + ")";
        }
        Path log = logs.resolve("launcher.log");
        List<String> words = LastWords.of(log, logged);
        return (words.isEmpty() ? "its process ended with code " + launcher.exitValue() : String.join("; ", words))
                + " (log: " + log + ")";
    }

    private static void print(Endpoints endpoints, Path folder, PrintWriter out) {
        out.println("Wellstream is up.");
        out.println("  data     " + folder);
        out.println("  ingest   " + endpoints.url(ServiceKind.INGEST));
        out.println("  trainer  " + endpoints.url(ServiceKind.TRAINER));
        out.println("  scorer   " + endpoints.url(ServiceKind.SCORER) + " (gRPC and HTTP)");
        out.println("  status   " + endpoints.page() + " (in a browser)");
        out.println("  token    in " + folder.resolve("endpoints.json"));
        out.println("  logs     " + folder.resolve("logs"));
        out.println("Stop it with: ./wellstream down --data " + folder);
    }
}
