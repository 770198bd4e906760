package io.wellstream.scorer.model;

import io.wellstream.scorer.model.ServedModels.Lease;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The models in memory, each loaded when it is first asked for and never twice at the same time. */
final class LoadedModels implements AutoCloseable {
    private final Function<ModelName, LoadedModel> loader;
    private final int capacity;

    /** Least recently used first; guarded by itself. */
    private final LinkedHashMap<ModelName, LoadedModel> loaded = new LinkedHashMap<>(16, 0.75f, true);

    /** Ensures that no model is loaded twice at the same time; never locked while a call is answered. */
    private final Object loading = new Object();

    /** @param capacity models that {@link #evict} leaves */
    LoadedModels(Function<ModelName, LoadedModel> loader, int capacity) {
        this.loader = loader;
        this.capacity = capacity;
    }

    /** A model; empty if it is not in memory. */
    Optional<Lease> find(ModelName name) {
        synchronized (loaded) {
            LoadedModel model = loaded.get(name);
            return model != null && model.hold() ? Optional.of(new Lease(model)) : Optional.empty();
        }
    }

    /** A model, which is loaded if it is not in memory. More models than may be kept can be in memory afterwards. */
    Lease get(ModelName name) {
        synchronized (loading) {
            return find(name).orElseGet(() -> load(name));
        }
    }

    private Lease load(ModelName name) {
        LoadedModel model = loader.apply(name);
        synchronized (loaded) {
            model.hold();
            loaded.put(name, model);
        }
        return new Lease(model);
    }

    /**
     * Frees models until no more are left than may be kept.
     *
     * @param last those that are freed only if there are too many of them; of the others, and of these, the least recently used first
     */
    void evict(Predicate<ModelName> last) {
        for (Optional<LoadedModel> each = surplus(last); each.isPresent(); each = surplus(last)) {
            each.get().release();
        }
    }

    private Optional<LoadedModel> surplus(Predicate<ModelName> last) {
        synchronized (loaded) {
            Stream<ModelName> names = loaded.size() > capacity ? loaded.keySet().stream() : Stream.empty();
            return names.min(Comparator.comparing(last::test)).map(loaded::remove);
        }
    }

    @Override
    public void close() {
        synchronized (loaded) {
            loaded.values().forEach(LoadedModel::release);
            loaded.clear();
        }
    }
}
