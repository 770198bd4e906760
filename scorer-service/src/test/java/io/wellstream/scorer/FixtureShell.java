package io.wellstream.scorer;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wellstream.scorer.call.BytesInFlight;
import io.wellstream.shell.KafkaSettings;
import io.wellstream.shell.StoreSettings;
import io.wellstream.shell.TableSettings;
import jakarta.inject.Singleton;
import java.util.List;

/** Replaces the shell in tests: a scorer with a screen in memory instead of Kafka and a store. */
@Singleton
public class FixtureShell extends ScorerShell {
    private final ScreenFixture screen = new ScreenFixture(2, 2, 4);
    private volatile List<String> waitingFor = List.of();
    private volatile boolean canFetch = true;
    private volatile String bytesCountedOn = "";
    private volatile BytesInFlight bytes = new BytesInFlight(64 << 20);

    public FixtureShell(
            ScorerConfig config,
            KafkaSettings kafka,
            StoreSettings store,
            TableSettings tables,
            MeterRegistry registry,
            GrpcHealthStorage health) {
        super(config, kafka, store, tables, registry, health);
    }

    @Override
    void start(StartupEvent event) {}

    @Override
    void stop(ShutdownEvent event) {
        screen.close();
    }

    @Override
    public Scorer scorer() {
        return screen.scorer;
    }

    @Override
    List<String> waitingFor() {
        return waitingFor;
    }

    public ScreenFixture screen() {
        return screen;
    }

    @Override
    boolean canFetch() {
        return canFetch;
    }

    public void canFetch(boolean fetches) {
        canFetch = fetches;
    }

    @Override
    public BytesInFlight bytes() {
        bytesCountedOn = Thread.currentThread().getName();
        return bytes;
    }

    /** The thread that counted the bytes of the latest call. */
    public String bytesCountedOn() {
        return bytesCountedOn;
    }

    public void limitBytes(long limit) {
        bytes = new BytesInFlight(limit);
    }

    public void waitFor(String... topics) {
        waitingFor = List.of(topics);
    }
}
