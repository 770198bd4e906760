package io.wellstream.trainer;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.shell.KafkaSettings;
import io.wellstream.shell.StoreSettings;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.dl4j.Dl4jEngine;
import io.wellstream.trainer.engine.dl4j.NativeSettings;
import io.wellstream.trainer.run.RunDesk;
import io.wellstream.trainer.run.RunTrainer;
import io.wellstream.trainer.run.TrainerIdentity;
import io.wellstream.wire.KafkaConfig;
import io.wellstream.wire.ObjectStore;
import io.wellstream.wire.StoreProbe;
import io.wellstream.wire.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties the trainer to the process: starts it, stops it, and ends the process when it cannot go on. */
@ApplicationScoped
public class TrainerShell {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerShell.class);

    private final TrainerConfig config;
    private final KafkaSettings kafka;
    private final StoreSettings store;
    private final TrainerMeters meters;
    private volatile @Nullable TrainerService running;
    private volatile @Nullable StoreProbe probe;

    public TrainerShell(TrainerConfig config, KafkaSettings kafka, StoreSettings store, MeterRegistry registry) {
        this.config = config;
        this.kafka = kafka;
        this.store = store;
        this.meters = new TrainerMeters(registry);
    }

    void start(@Observes StartupEvent event) throws IOException {
        TrainerIdentity identity = config.lockFolder().isPresent()
                ? TrainerIdentity.locked(config.lockFolder().get(), config.name())
                : TrainerIdentity.fresh(config.name());
        Set<CellType> cellTypes =
                config.cellTypes().orElse(Set.of()).stream().map(CellType::new).collect(Collectors.toSet());
        Engine engine = Dl4jEngine.start(nativeSettings());
        KafkaConfig broker = kafka.config();
        Topics.ensure(broker);
        ObjectStore objects = ObjectStore.connect(store.config());
        probe = StoreProbe.of(store.config());
        objects.createBucketIfAbsent();
        RunTrainer trainer = new RunTrainer(
                engine,
                TrainerService.exchange(broker, config.firstRepeat(), config.mostBatches()),
                meters,
                identity.id(),
                config.revision());
        TrainerService.Role role = new TrainerService.Role(identity, cellTypes);
        TrainerService service = TrainerService.wire(broker, objects, trainer, role, meters, TrainerShell::fatal);
        running = service;
        service.start();
        LOG.info(
                "trainer started name={} kafka={} store={} cell_types={} engine={}",
                identity.id(),
                broker,
                store.config(),
                cellTypes.isEmpty() ? "all" : cellTypes,
                engine.describe());
    }

    void stop(@Observes ShutdownEvent event) {
        TrainerService stopping = running;
        running = null;
        if (stopping != null) {
            stopping.close();
        }
        StoreProbe asking = probe;
        if (asking != null) {
            asking.close();
        }
    }

    /** The desk; empty while the trainer is starting or stopping. */
    Optional<RunDesk> desk() {
        return Optional.ofNullable(running).map(TrainerService::desk);
    }

    /** What keeps the trainer from training; empty when it is ready. */
    List<String> waitingFor() {
        TrainerService now = running;
        StoreProbe asking = probe;
        if (now == null || asking == null) {
            return List.of("start");
        }
        List<String> lacking = new ArrayList<>(now.waitingFor());
        if (!asking.answers()) {
            lacking.add("object store");
        }
        return lacking;
    }

    private NativeSettings nativeSettings() {
        Path shared = Path.of(System.getProperty("user.home"), ".javacpp", "cache");
        return new NativeSettings(
                (long) config.nativeMegabytes() << 20, config.nativeFolder().orElse(shared));
    }

    private static void fatal(Throwable cause) {
        LOG.error("the trainer cannot go on and ends; restart it when the cause is mended", cause);
        Quarkus.asyncExit(1);
    }
}
