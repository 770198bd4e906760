package io.wellstream.local.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service as a child process. If it ends by itself it is started again, after growing pauses and at the same port. It never
 * outlives the launcher.
 */
public final class SupervisedProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisedProcess.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration STEADY = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30); // the limit that services keep
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

    private final Launch launch;
    private final Runnable onRestart;
    private final Thread keeper;
    private final AtomicInteger restarts = new AtomicInteger();
    private volatile Process process;
    private final long saidBefore;
    private volatile boolean stopping;

    /**
     * What to start, and where its log goes.
     *
     * @param name of the process, e.g. {@code augment-1}
     * @param log its output is appended here
     */
    public record Launch(String name, int port, List<String> command, Map<String, String> environment, Path log) {}

    private SupervisedProcess(Launch launch, Runnable onRestart) throws IOException {
        this.launch = launch;
        this.onRestart = onRestart;
        this.saidBefore = launch.log().toFile().length();
        this.process = fork(launch);
        this.keeper = Thread.ofPlatform().name("keep-" + launch.name()).daemon().unstarted(this::keepRunning);
    }

    /** Starts the process; it is not ready when this returns. */
    public static SupervisedProcess start(Launch launch, Runnable onRestart) throws IOException {
        SupervisedProcess service = new SupervisedProcess(launch, onRestart);
        service.keeper.start();
        return service;
    }

    public String name() {
        return launch.name();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + launch.port());
    }

    public long pid() {
        return process.pid();
    }

    public Path log() {
        return launch.log();
    }

    /** How often it has been started again. */
    public int restarts() {
        return restarts.get();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The lines of its output since its first start that say why it ended, if it has. */
    public List<String> lastWords() {
        return LastWords.of(launch.log(), saidBefore);
    }

    /** Kills the process (SIGKILL); it is then started again. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Whether its readiness probe succeeds. */
    public boolean isReady(HttpClient http) {
        HttpRequest probe = HttpRequest.newBuilder(url().resolve("/q/health/ready"))
                .timeout(ANSWER_LIMIT)
                .build();
        try {
            return http.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Sends SIGTERM; {@link #close} waits for the end. */
    public void askToStop() {
        stopping = true;
        keeper.interrupt();
        process.destroy();
    }

    @Override
    public void close() {
        askToStop();
        try {
            keeper.join();
            process.destroy(); // in case it was just being started again
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("killed service={} reason=\"did not stop within {}\"", launch.name(), STOP_LIMIT);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private static Process fork(Launch launch) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(launch.command())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
        builder.environment().keySet().removeIf(SupervisedProcess::isServiceSetting);
        builder.environment().putAll(launch.environment());
        return builder.start();
    }

    /** Which of the user's settings a service receives is decided by {@link UserSettings}; it inherits none. */
    private static boolean isServiceSetting(String variable) {
        return variable.startsWith("WELLSTREAM_") || variable.startsWith("QUARKUS_");
    }

    private void keepRunning() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!stopping) {
                long started = System.nanoTime();
                int code = process.waitFor();
                if (stopping) {
                    return;
                }
                boolean steady = System.nanoTime() - started > STEADY.toNanos();
                pause = steady ? FIRST_PAUSE : pause;
                LOG.warn("ended service={} code={} restartInMillis={}", launch.name(), code, pause.toMillis());
                note("--- ended with code " + code + "; restarts in " + pause.toMillis() + " ms ---\n");
                Thread.sleep(pause);
                restart();
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            return; // asked to stop
        }
    }

    /** A log that cannot be written, on a full disk, is no reason to leave the process alone. */
    private void note(String line) {
        try {
            Files.writeString(launch.log(), line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("cannot write into the log of service={} reason=\"{}\"", launch.name(), e.toString());
        }
    }

    /** If the process cannot be started now, for whatever reason, it counts as one that ended at once, and is started again after a pause. */
    private void restart() {
        try {
            process = fork(launch);
            restarts.incrementAndGet();
            onRestart.run();
        } catch (IOException | RuntimeException | Error e) { // an Error too: the service would stay away for ever
            LOG.error("cannot restart service={}", launch.name(), e);
        }
    }
}
