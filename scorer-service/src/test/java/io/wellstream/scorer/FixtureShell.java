package io.wellstream.scorer;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wellstream.shell.KafkaSettings;
import io.wellstream.shell.StoreSettings;
import jakarta.inject.Singleton;
import java.util.List;

/** Replaces the shell in tests: a scorer with a screen in memory instead of Kafka and a store. */
@Singleton
public class FixtureShell extends ScorerShell {
    private final ScreenFixture screen = new ScreenFixture(2, 2, 4);
    private volatile List<String> waitingFor = List.of();

    public FixtureShell(
            ScorerConfig config,
            KafkaSettings kafka,
            StoreSettings store,
            MeterRegistry registry,
            GrpcHealthStorage health) {
        super(config, kafka, store, registry, health);
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

    public void waitFor(String... topics) {
        waitingFor = List.of(topics);
    }
}
