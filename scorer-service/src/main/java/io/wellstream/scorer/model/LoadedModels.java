package io.wellstream.scorer.model;

import io.wellstream.scorer.model.ServedModels.Lease;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The models in memory, each loaded when it is first asked for and never twice at the same time. A model that is leased stays, whatever
 * the capacity: to free it would return no memory yet, and the next call would load it once more.
 */
final class LoadedModels implements AutoCloseable {
    private final Function<ModelName, LoadedModel> loader;
    private final Predicate<ModelName> served;
    private final int capacity;

    /** Least recently used first; guarded by itself. */
    private final LinkedHashMap<ModelName, LoadedModel> loaded = new LinkedHashMap<>(16, 0.75f, true);

    /** Ensures that no model is loaded twice at the same time; never locked while a call is answered. */
    private final Object loading = new Object();

    /**
     * @param served whether a model is freed only if all others are: calls expect it in memory
     * @param capacity models that are kept while none is leased
     */
    LoadedModels(Function<ModelName, LoadedModel> loader, Predicate<ModelName> served, int capacity) {
        this.loader = loader;
        this.served = served;
        this.capacity = capacity;
    }

    /** A model; empty if it is not in memory. */
    Optional<Lease> find(ModelName name) {
        synchronized (loaded) {
            LoadedModel model = loaded.get(name);
            return model != null && model.hold() ? Optional.of(new Lease(model, this::evict)) : Optional.empty();
        }
    }

    /** A model, which is loaded if it is not in memory. */
    Lease get(ModelName name) {
        return find(name).orElseGet(() -> {
            synchronized (loading) {
                return find(name).orElseGet(() -> load(name));
            }
        });
    }

    private Lease load(ModelName name) {
        LoadedModel model = loader.apply(name);
        synchronized (loaded) {
            model.hold();
            loaded.put(name, model);
        }
        return new Lease(model, this::evict);
    }

    /** Frees models, the least recently used first, until no more are left than may be kept, or all that may be freed are leased. */
    private void evict() {
        for (Optional<LoadedModel> each = surplus(); each.isPresent(); each = surplus()) {
            each.get().release();
        }
    }

    private Optional<LoadedModel> surplus() {
        synchronized (loaded) {
            if (loaded.size() <= capacity) {
                return Optional.empty();
            }
            boolean onlyServed = loaded.keySet().stream().allMatch(served);
            return loaded.entrySet().stream()
                    .filter(each -> onlyServed || !served.test(each.getKey()))
                    .filter(each -> !each.getValue().isLeased())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .map(loaded::remove);
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
