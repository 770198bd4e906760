package io.wellstream.trainer;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.shell.KafkaSettings;
import io.wellstream.shell.ServiceLife;
import io.wellstream.shell.StoreSettings;
import io.wellstream.shell.TableSettings;
import io.wellstream.trainer.checkpoint.Spool;
import io.wellstream.trainer.claim.TrainerIdentity;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.Engines;
import io.wellstream.trainer.engine.NativeSettings;
import io.wellstream.trainer.engine.start.EngineStart;
import io.wellstream.trainer.engine.torch.TorchSettings;
import io.wellstream.trainer.memory.MachineMemory;
import io.wellstream.trainer.memory.MemoryBudget;
import io.wellstream.trainer.run.RunTrainer;
import io.wellstream.trainer.run.TrainerMeters;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.keys.DatasetFilter;
import io.wellstream.wire.store.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops the trainer with the Quarkus application. */
@ApplicationScoped
public class TrainerShell {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerShell.class);

    private final TrainerConfig config;
    private final KafkaSettings kafka;
    private final StoreSettings store;
    private final TableSettings tables;
    private final TrainerMeters meters;
    private final MachineMemory machine = MachineMemory.ofThisMachine();
    private final ServiceLife<TrainerProcess> life = new ServiceLife<>("trainer");

    public TrainerShell(
            TrainerConfig config,
            KafkaSettings kafka,
            StoreSettings store,
            TableSettings tables,
            MeterRegistry registry) {
        this.config = config;
        this.kafka = kafka;
        this.store = store;
        this.tables = tables;
        this.meters = new TrainerMeters(registry);
    }

    void start(@Observes StartupEvent event) throws IOException {
        TrainerIdentity identity = config.lockFolder().isPresent()
                ? TrainerIdentity.locked(config.lockFolder().get(), config.name())
                : TrainerIdentity.fresh(config.name());
        Set<CellType> cellTypes =
                config.cellTypes().orElse(Set.of()).stream().map(CellType::new).collect(Collectors.toSet());
        Engines engines = engines();
        life.start(kafka.config(), store.config(), () -> wire(identity, cellTypes, engines), TrainerProcess::start);
        LOG.info(
                "taking runs name={} cell_types={} datasets={} engines={}",
                identity.id(),
                cellTypes.isEmpty() ? "all" : cellTypes,
                datasets(),
                engines.describe());
    }

    private TrainerProcess wire(TrainerIdentity identity, Set<CellType> cellTypes, Engines engines) {
        KafkaConfig broker = kafka.config();
        DatasetFilter datasets = datasets();
        RunTrainer trainer = new RunTrainer(
                engines,
                new MemoryBudget(engines, machine, nativeLimit(), config.mostBatches()),
                TrainerProcess.exchange(broker, config.firstRepeat(), config.mostBatches()),
                meters,
                identity.id(),
                config.revision());
        TrainerProcess.Role role = new TrainerProcess.Role(identity, cellTypes, datasets, tables.kept(datasets));
        Spool spool = Spool.in(config.spoolFolder().orElse(Path.of(System.getProperty("java.io.tmpdir"))));
        return TrainerProcess.wire(
                broker, ObjectStore.connect(store.config()), spool, trainer, role, meters, life.fatal());
    }

    void stop(@Observes ShutdownEvent event) {
        life.stop();
    }

    /** What callers may request; empty while the trainer is starting or stopping. */
    public Optional<TrainerProcess.Requests> requests() {
        return life.running().map(TrainerProcess::requests);
    }

    /** What the trainer still waits for before it can train; empty when it is ready. */
    public List<String> waitingFor() {
        return life.waitingFor(TrainerProcess::waitingFor);
    }

    private DatasetFilter datasets() {
        return DatasetFilter.of(config.datasets().orElse(Set.of()));
    }

    private Engines engines() {
        EngineStart start = new EngineStart(
                nativeSettings(),
                new TorchSettings(config.torchDevice(), config.torchThreads().orElse(0)));
        return config.engines()
                .map(names -> start.these(names.stream().map(EngineName::parse).toList()))
                .orElseGet(start::all);
    }

    private NativeSettings nativeSettings() {
        Path shared = Path.of(System.getProperty("user.home"), ".javacpp", "cache");
        return new NativeSettings(
                nativeLimit().orElse(machine.total()), config.nativeFolder().orElse(shared));
    }

    private OptionalLong nativeLimit() {
        return config.nativeMegabytes().stream()
                .mapToLong(megabytes -> (long) megabytes << 20)
                .findFirst();
    }
}
