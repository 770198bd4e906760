package io.wellstream.local.endtoend.support;

import static org.awaitility.Awaitility.await;

import io.wellstream.local.cli.Main;
import io.wellstream.local.launcher.Endpoints;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One call of the command line as a process. */
public final class CommandProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Process process;
    private final Path output;

    private CommandProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts the command for a system at fixed addresses.
     *
     * @param folder for what it prints
     */
    public static CommandProcess start(Endpoints system, Path folder, String... arguments) {
        return start(environment(system, folder), folder, arguments);
    }

    /**
     * Starts the command for the system that its arguments name.
     *
     * @param folder for what it prints
     */
    public static CommandProcess start(Path folder, String... arguments) {
        return start(Map.of(), folder, arguments);
    }

    private static CommandProcess start(Map<String, String> environment, Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Dwellstream.home=" + LocalConfig.builtProject(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(folder, "command", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            return new CommandProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> environment(Endpoints system, Path folder) {
        return Map.of(
                "XDG_DATA_HOME", folder.resolve("no-system").toString(),
                "WELLSTREAM_INGEST_URL", system.url(ServiceKind.INGEST).toString(),
                "WELLSTREAM_TRAINER_URL", system.url(ServiceKind.TRAINER).toString(),
                "WELLSTREAM_SCORER_URL", system.url(ServiceKind.SCORER).toString(),
                "WELLSTREAM_KAFKA_BOOTSTRAP_SERVERS", system.kafka(),
                "WELLSTREAM_STORE_ENDPOINT", system.store().endpoint(),
                "WELLSTREAM_STORE_BUCKET", system.store().bucket(),
                "WELLSTREAM_STORE_ACCESS_KEY", system.store().accessKey(),
                "WELLSTREAM_STORE_SECRET_KEY", system.store().secretKey(),
                "WELLSTREAM_TOKEN", system.token());
    }

    /** What it has printed so far, to standard output and standard error. */
    public String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void awaitPrinted(String text) {
        await().atMost(LIMIT).until(this::printed, printed -> printed.contains(text));
    }

    /** Waits for the end and returns the exit code. */
    public int end() {
        await().atMost(LIMIT).until(() -> !process.isAlive());
        return process.exitValue();
    }

    /** Sends SIGINT, as Ctrl-C does. */
    public void interrupt() {
        Signals.send("INT", process.pid());
    }

    /** Sends SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
