package io.wellstream.scorer.model;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.Serving;
import io.wellstream.proto.v1.Target;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.call.ScorerMeters;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.keys.RunId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that calls are answered with. A served model is exchanged for its successor only when that is loaded, in one step:
 * a call holds the model it began with, and a successor that cannot be loaded leaves the served one in place.
 */
public final class ServedModels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServedModels.class);

    private final Table<ModelPublished> models;
    private final Table<Serving> servings;
    private final ModelLoader loader;
    private final ScorerMeters meters;
    private final int capacity;
    private final ExecutorService exchanger = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("scorer-models").factory());
    private final AtomicBoolean exchangePending = new AtomicBoolean();
    private final Map<Slot, ModelName> current = new ConcurrentHashMap<>();

    /** Least recently used first; guarded by itself. */
    private final LinkedHashMap<ModelName, LoadedModel> loaded = new LinkedHashMap<>(16, 0.75f, true);

    /** Serialises loading, so that a model is not read twice at once; never held while a call is answered. */
    private final Object loading = new Object();

    /** What a served model answers for; no cell type: all. */
    private record Slot(DatasetId dataset, Optional<CellType> cellType, Target target) {
        static Slot of(Serving serving) {
            return new Slot(
                    new DatasetId(serving.getDataset()), cellTypeOf(serving.getCellType()), serving.getTarget());
        }

        ScorerMeters.Served servedBy(ModelName model) {
            String name = target.name().substring("TARGET_".length()).toLowerCase(Locale.ROOT);
            return new ScorerMeters.Served(
                    dataset.name(),
                    cellType.map(CellType::name).orElse("all"),
                    name.replace("_and_", "+").replace('_', '-'),
                    model.run().name());
        }
    }

    /** A model held for one call; closing it lets the model go. */
    public record Lease(LoadedModel model) implements AutoCloseable {
        @Override
        public void close() {
            model.release();
        }
    }

    /**
     * Follows the tables from now on.
     *
     * @param capacity how many models stay in memory
     */
    public ServedModels(
            Table<ModelPublished> models,
            Table<Serving> servings,
            ModelLoader loader,
            ScorerMeters meters,
            int capacity) {
        this.models = models;
        this.servings = servings;
        this.loader = loader;
        this.meters = meters;
        this.capacity = capacity;
        models.onChange(this::exchangeSoon);
        servings.onChange(this::exchangeSoon);
        exchangeSoon();
    }

    /** The model served for the cell type: its own, else the one for all cell types. */
    public Optional<Lease> served(DatasetId dataset, CellType cellType, Target target) {
        return served(new Slot(dataset, Optional.of(cellType), target)).or(() -> servedForAll(dataset, target));
    }

    /** The model served for all cell types together. */
    public Optional<Lease> servedForAll(DatasetId dataset, Target target) {
        return served(new Slot(dataset, Optional.empty(), target));
    }

    /** A model by its run, served or not. */
    public Lease run(DatasetId dataset, RunId run) {
        return lease(new ModelName(dataset, run));
    }

    /** All published models, as their records say. */
    Collection<ModelPublished> published() {
        return models.under("").values();
    }

    /** Whether calls for the model's own cell type and target are answered with it. */
    boolean isServed(ModelPublished published) {
        Slot slot = new Slot(
                new DatasetId(published.getDataset()), cellTypeOf(published.getCellType()), published.getTarget());
        return ModelName.of(published).equals(current.get(slot));
    }

    /** The record of a published model. */
    public ModelPublished require(ModelName name) {
        return find(name)
                .orElseThrow(() -> new ScorerException.UnknownModel("data set '" + name.dataset()
                        + "' has no published model of run '" + name.run() + "'; ListModels names those there are"));
    }

    private Optional<ModelPublished> find(ModelName name) {
        return published().stream()
                .filter(model -> ModelName.of(model).equals(name))
                .findAny();
    }

    private Optional<Lease> served(Slot slot) {
        ModelName name = current.get(slot);
        if (name == null) {
            exchange(slot);
            name = current.get(slot);
        }
        return Optional.ofNullable(name).map(this::lease);
    }

    private Lease lease(ModelName name) {
        Optional<Lease> ready = leaseIfLoaded(name);
        if (ready.isPresent()) {
            return ready.get();
        }
        synchronized (loading) {
            return leaseIfLoaded(name).orElseGet(() -> load(name));
        }
    }

    private Optional<Lease> leaseIfLoaded(ModelName name) {
        synchronized (loaded) {
            LoadedModel model = loaded.get(name);
            return model != null && model.hold() ? Optional.of(new Lease(model)) : Optional.empty();
        }
    }

    private Lease load(ModelName name) {
        ModelPublished published = require(name);
        LoadedModel model = meters.loading(() -> loader.load(published));
        LOG.info(
                "model loaded run={} dataset={} classes={}",
                name.run(),
                name.dataset(),
                model.classes().size());
        List<LoadedModel> evicted = new ArrayList<>();
        synchronized (loaded) {
            model.hold();
            loaded.put(name, model);
            var eldest = loaded.entrySet().iterator();
            while (loaded.size() > capacity) {
                evicted.add(eldest.next().getValue());
                eldest.remove();
            }
        }
        evicted.forEach(LoadedModel::release);
        return new Lease(model);
    }

    private void exchangeSoon() {
        if (exchangePending.compareAndSet(false, true)) {
            exchanger.execute(() -> {
                exchangePending.set(false);
                exchangeAll();
            });
        }
    }

    private void exchangeAll() {
        current.keySet().forEach(this::exchangeOrKeep);
        servings.under("").values().stream()
                .map(Slot::of)
                .filter(slot -> !current.containsKey(slot))
                .forEach(this::exchangeOrKeep);
    }

    /** The serving record wins, as soon as what it names can be loaded. */
    private void exchangeOrKeep(Slot slot) {
        try {
            exchange(slot);
        } catch (RuntimeException e) {
            meters.loadFailed();
            LOG.error("the model to serve cannot be loaded; the one before it, if any, stays slot={}", slot, e);
        }
    }

    private synchronized void exchange(Slot slot) {
        Optional<ModelName> wanted = servings.under("").values().stream()
                .filter(serving -> Slot.of(serving).equals(slot))
                .map(serving -> new ModelName(slot.dataset(), new RunId(serving.getRun())))
                .findAny();
        if (wanted.isEmpty()) {
            current.remove(slot);
            tellServed();
        } else if (!wanted.get().equals(current.get(slot)) && find(wanted.get()).isPresent()) {
            lease(wanted.get()).close();
            current.put(slot, wanted.get());
            tellServed();
        }
    }

    private void tellServed() {
        meters.serving(current.entrySet().stream()
                .map(each -> each.getKey().servedBy(each.getValue()))
                .toList());
    }

    private static Optional<CellType> cellTypeOf(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(new CellType(name));
    }

    @Override
    public void close() {
        exchanger.shutdownNow();
        synchronized (loaded) {
            loaded.values().forEach(LoadedModel::release);
            loaded.clear();
        }
    }
}
