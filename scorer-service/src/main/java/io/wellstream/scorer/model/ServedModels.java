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
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that answer calls. A served model is replaced by its successor in one step, once the successor is loaded: a call keeps the
 * model that it began with. A successor that cannot be loaded leaves the served model in place; it is tried again until it is loaded or
 * is itself replaced.
 */
public final class ServedModels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServedModels.class);
    private static final long FIRST_RETRY_MILLIS = 1_000;
    private static final int DOUBLINGS = 6; // so that at most 64 s pass between two tries

    private final Table<ModelPublished> models;
    private final Table<Serving> servings;
    private final ModelLoader loader;
    private final ScorerMeters meters;
    private final ScheduledExecutorService updater = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("scorer-models").factory());
    private final AtomicBoolean updatePending = new AtomicBoolean();
    private final AtomicBoolean retryPending = new AtomicBoolean();

    /** Updates since the last one without a failure; for the updater's thread only. */
    private int failedUpdates;

    private final Map<ServedRole, ModelName> current = new ConcurrentHashMap<>();

    /** The models that should be served and could not be loaded. */
    private final Map<ServedRole, ModelName> notLoaded = new ConcurrentHashMap<>();

    private final LoadedModels loaded;

    /** A model that a call uses; closing the lease releases it. */
    public record Lease(LoadedModel model, Runnable afterwards) implements AutoCloseable {
        /** A lease of a model that is not kept. */
        public Lease(LoadedModel model) {
            this(model, () -> {});
        }

        @Override
        public void close() {
            model.release();
            afterwards.run();
        }
    }

    /**
     * Follows the tables from now on.
     *
     * @param capacity models kept in memory
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
        this.loaded = new LoadedModels(this::load, current::containsValue, capacity);
        models.onChange(this::updateSoon);
        servings.onChange(this::updateSoon);
        updateSoon();
    }

    /** The model served for the cell type, or else the one for all cell types. */
    public Optional<Lease> served(DatasetId dataset, CellType cellType, Target target) {
        return served(new ServedRole(dataset, Optional.of(cellType), target)).or(() -> servedForAll(dataset, target));
    }

    /** The model served for all cell types. */
    public Optional<Lease> servedForAll(DatasetId dataset, Target target) {
        return served(new ServedRole(dataset, Optional.empty(), target));
    }

    /** The model of a run, served or not. */
    public Lease run(DatasetId dataset, RunId run) {
        return loaded.get(new ModelName(dataset, run));
    }

    /** The models that answer calls, by what they are served for, e.g. {@code rxrx1/HUVEC/treatment: huvec-1}. */
    public List<String> serving() {
        return describe(current);
    }

    /** The models that should answer calls and could not be loaded; they are tried again. */
    public List<String> notLoaded() {
        return describe(notLoaded);
    }

    private static List<String> describe(Map<ServedRole, ModelName> models) {
        return models.entrySet().stream()
                .map(each -> each.getKey().describe(each.getValue()))
                .sorted()
                .toList();
    }

    /** The records of all published models. */
    Collection<ModelPublished> published() {
        return models.under("").values();
    }

    /** Whether calls for the model's own cell type and target are answered with it. */
    boolean isServed(ModelPublished published) {
        return ModelName.of(published).equals(current.get(ServedRole.of(published)));
    }

    /** The record of a published model. */
    public ModelPublished require(ModelName name) {
        return find(name)
                .orElseThrow(() -> new ScorerException.UnknownModel("data set '" + name.dataset()
                        + "' has no published model of run '" + name.run() + "'; ListModels lists the models"));
    }

    private Optional<ModelPublished> find(ModelName name) {
        return published().stream()
                .filter(model -> ModelName.of(model).equals(name))
                .findAny();
    }

    private Optional<Lease> served(ServedRole role) {
        ModelName name = current.get(role);
        if (name == null) {
            update(role);
            name = current.get(role);
        }
        return Optional.ofNullable(name).flatMap(found -> {
            Optional<Lease> ready = loaded.find(found);
            boolean replaced = ready.isEmpty() && !found.equals(current.get(role)); // and freed, a moment ago
            return replaced ? served(role) : ready.or(() -> Optional.of(loaded.get(found)));
        });
    }

    private LoadedModel load(ModelName name) {
        ModelPublished published = require(name);
        LoadedModel model = meters.loading(() -> loader.load(published));
        LOG.info(
                "model loaded run={} dataset={} classes={}",
                name.run(),
                name.dataset(),
                model.classes().size());
        return model;
    }

    private void updateSoon() {
        if (updatePending.compareAndSet(false, true)) {
            updater.execute(() -> {
                updatePending.set(false);
                updateAll();
            });
        }
    }

    private void updateAll() {
        try {
            Set<ServedRole> roles = new HashSet<>(current.keySet());
            servings.under("").values().stream().map(ServedRole::of).forEach(roles::add);
            roles.forEach(this::updateOrKeep);
            if (notLoaded.isEmpty()) {
                failedUpdates = 0;
                return;
            }
        } catch (RuntimeException | Error e) { // an Error too: nothing would be updated until the next change
            LOG.error("the models to serve could not be looked up; they are looked up again", e);
        }
        if (retryPending.compareAndSet(false, true)) {
            retryAfter(FIRST_RETRY_MILLIS << Math.min(failedUpdates++, DOUBLINGS));
        }
    }

    /** Whatever prevented a model from being loaded may be over then: the store answers, or the object is restored. */
    private void retryAfter(long millis) {
        Future<?> unused = updater.schedule(
                () -> {
                    retryPending.set(false);
                    updateAll();
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    /** Serves the model that the record names, if it can be loaded. */
    private void updateOrKeep(ServedRole role) {
        try {
            update(role);
            if (notLoaded.remove(role) != null) {
                LOG.info("the model to serve is no longer missing role={}", role);
            }
        } catch (RuntimeException | Error e) {
            meters.loadFailed();
            wanted(role).ifPresent(model -> notLoaded.put(role, model));
            LOG.error(
                    "the model to serve cannot be loaded; it is tried again, and the previous one, if any, is still"
                            + " served role={}",
                    role,
                    e);
        }
    }

    private Optional<ModelName> wanted(ServedRole role) {
        return servings.under("").values().stream()
                .filter(serving -> ServedRole.of(serving).equals(role))
                .map(serving -> new ModelName(role.dataset(), new RunId(serving.getRun())))
                .findAny();
    }

    private synchronized void update(ServedRole role) {
        Optional<ModelName> wanted = wanted(role);
        if (wanted.isEmpty()) {
            current.remove(role);
            reportServed();
        } else if (!wanted.get().equals(current.get(role)) && find(wanted.get()).isPresent()) {
            try (Lease _ =
                    loaded.get(wanted.get())) { // its end frees the predecessor, which calls would load again before
                current.put(role, wanted.get());
            }
            reportServed();
        }
    }

    private void reportServed() {
        meters.serving(current.entrySet().stream()
                .map(each -> each.getKey().servedBy(each.getValue()))
                .toList());
    }

    @Override
    public void close() {
        updater.shutdownNow();
        loaded.close();
    }
}
