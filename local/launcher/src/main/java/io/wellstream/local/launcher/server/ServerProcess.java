package io.wellstream.local.launcher.server;

import io.wellstream.wire.store.StoreConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * An S3 server as a child process, on loopback. It keeps its address, its credentials and its objects when it is killed and started
 * again. It does not outlive this process, however this process ends.
 */
public final class ServerProcess implements ObjectServer {
    private static final String BUCKET = "wellstream";
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int LAST_WORDS = 5;

    /** Waits for the end of its input, which the operating system closes when this process ends; then ends the server. */
    private static final String GUARD = "cat >/dev/null; [ \"$(readlink /proc/$0/exe)\" = \"$1\" ] && kill -KILL $0";

    private final ServerProgram program;
    private final List<String> command;
    private final StoreConfig config;
    private final Path log;
    private Process process;
    private Process guard;

    private ServerProcess(ServerProgram program, List<String> command, StoreConfig config, Path log)
            throws IOException {
        this.program = program;
        this.command = List.copyOf(command);
        this.config = config;
        this.log = log;
        this.process = fork();
        this.guard = guard(process.pid());
    }

    /**
     * Starts the server with the objects in the folder; returns when it is ready.
     *
     * @param ports free ports of the loopback interface
     * @param secret at least 8 characters
     */
    public static ServerProcess start(ServerProgram program, Path folder, IntSupplier ports, String secret)
            throws IOException {
        Files.createDirectories(folder);
        int port = ports.getAsInt();
        StoreConfig config = new StoreConfig(URI.create("http://127.0.0.1:" + port), BUCKET, "wellstream", secret);
        Path log = folder.resolveSibling(folder.getFileName() + ".log");
        ServerProcess server = new ServerProcess(program, program.command(folder, port, ports), config, log);
        try {
            server.awaitReady();
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public StoreConfig config() {
        return config;
    }

    public synchronized long pid() {
        return process.pid();
    }

    /** Ends the process with SIGKILL, as a crash does; {@link #restart} starts it again. */
    public synchronized void kill() {
        guard.destroyForcibly();
        process.destroyForcibly();
        awaitEnd();
    }

    /** Starts the process again, with the same objects and at the same address. It is not ready when this returns. */
    public synchronized void restart() throws IOException {
        if (!process.isAlive()) {
            process = fork();
            guard = guard(process.pid());
        }
    }

    /** Waits until the server answers that it is ready. */
    public void awaitReady() throws IOException {
        HttpRequest probe = HttpRequest.newBuilder(config.endpoint().resolve(program.readiness()))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!answers(http, probe)) {
                if (!isAlive() || System.nanoTime() - deadline > 0) {
                    throw new IOException(program.file()
                            + (isAlive() ? " is not ready after " + READY_LIMIT.toSeconds() + " s" : " ended") + ": "
                            + lastWords() + " (its log: " + log + ")");
                }
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + program.file() + " started", e);
        }
    }

    /** Stops and continues the process (SIGSTOP, SIGCONT): the operating system still accepts connections. */
    @Override
    public synchronized void stall(boolean stall) {
        try {
            int code = new ProcessBuilder("kill", stall ? "-STOP" : "-CONT", String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("cannot send a signal to " + program.file() + ": code " + code);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot send a signal to " + program.file(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        guard.destroyForcibly();
        if (process.isAlive()) {
            stall(false); // a stopped process takes no SIGTERM
            process.destroy();
            awaitEnd();
        }
    }

    private synchronized boolean isAlive() {
        return process.isAlive();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private Process fork() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(program.environment(config));
        return builder.start();
    }

    private Process guard(long pid) throws IOException {
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        GUARD,
                        String.valueOf(pid),
                        program.file().toRealPath().toString())
                .start();
    }

    private static boolean answers(HttpClient http, HttpRequest probe) throws InterruptedException {
        try {
            return http.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("; ", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
    }
}
