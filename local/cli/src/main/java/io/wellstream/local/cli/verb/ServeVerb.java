package io.wellstream.local.cli.verb;

import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the system in the foreground; {@code up} starts this verb as a process in the background. */
@Command(
        name = "serve",
        description = "Run the system in the foreground until it is interrupted.",
        footer = {"", "Example:", "  ./wellstream serve --data /srv/wellstream"})
public final class ServeVerb extends Verb {
    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final ServeOptions options = new ServeOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            asked.countDown();
            awaitQuietly(stopped);
        }));
        try (LocalSystem _ = LocalSystem.start(options.applied(LocalConfig.of(data.folder())))) {
            asked.await();
        } finally {
            stopped.countDown(); // also after a failed start: the process must not wait for itself
        }
        return 0;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
