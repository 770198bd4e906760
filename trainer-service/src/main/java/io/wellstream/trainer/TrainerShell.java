package io.wellstream.trainer;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.shell.KafkaSettings;
import io.wellstream.shell.ServiceLife;
import io.wellstream.shell.StoreSettings;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.dl4j.Dl4jEngine;
import io.wellstream.trainer.engine.dl4j.NativeSettings;
import io.wellstream.trainer.run.RunDesk;
import io.wellstream.trainer.run.RunTrainer;
import io.wellstream.trainer.run.TrainerIdentity;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.store.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties the trainer to the process. */
@ApplicationScoped
public class TrainerShell {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerShell.class);

    private final TrainerConfig config;
    private final KafkaSettings kafka;
    private final StoreSettings store;
    private final TrainerMeters meters;
    private final ServiceLife<TrainerService> life = new ServiceLife<>("trainer");

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
        life.start(kafka.config(), store.config(), () -> wire(identity, cellTypes, engine), TrainerService::start);
        LOG.info(
                "taking runs name={} cell_types={} engine={}",
                identity.id(),
                cellTypes.isEmpty() ? "all" : cellTypes,
                engine.describe());
    }

    private TrainerService wire(TrainerIdentity identity, Set<CellType> cellTypes, Engine engine) {
        KafkaConfig broker = kafka.config();
        RunTrainer trainer = new RunTrainer(
                engine,
                TrainerService.exchange(broker, config.firstRepeat(), config.mostBatches()),
                meters,
                identity.id(),
                config.revision());
        TrainerService.Role role = new TrainerService.Role(identity, cellTypes);
        return TrainerService.wire(broker, ObjectStore.connect(store.config()), trainer, role, meters, life.fatal());
    }

    void stop(@Observes ShutdownEvent event) {
        life.stop();
    }

    /** The desk; empty while the trainer is starting or stopping. */
    Optional<RunDesk> desk() {
        return life.running().map(TrainerService::desk);
    }

    /** What keeps the trainer from training; empty when it is ready. */
    List<String> waitingFor() {
        return life.waitingFor(TrainerService::waitingFor);
    }

    private NativeSettings nativeSettings() {
        Path shared = Path.of(System.getProperty("user.home"), ".javacpp", "cache");
        return new NativeSettings(
                (long) config.nativeMegabytes() << 20, config.nativeFolder().orElse(shared));
    }
}
