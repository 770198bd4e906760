package io.wellstream.trainer.batches;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.ObjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Deletes a run's batches: each training batch once a durable checkpoint covers it, and all batches when the run has ended.
 * Evaluation batches are the same in every epoch, so they are kept until then.
 */
public final class BatchSweeper {
    private static final Pattern TRAINED = Pattern.compile("train/([0-9]+)/([0-9]+)-.*");
    private static final int AT_ONCE = 1_000;

    private final ObjectStore store;
    private final DatasetId dataset;
    private final RunId run;
    private final Runnable checkClaim;

    /** Sweeps a run that has ended, so that no claim protects it. */
    public BatchSweeper(ObjectStore store, DatasetId dataset, RunId run) {
        this(store, dataset, run, () -> {});
    }

    /** @param checkClaim runs before the deletion of covered batches; throws if the caller no longer holds the run */
    public BatchSweeper(ObjectStore store, DatasetId dataset, RunId run, Runnable checkClaim) {
        this.store = store;
        this.dataset = dataset;
        this.run = run;
        this.checkClaim = checkClaim;
    }

    /** Deletes the training batches before this one, which is a checkpoint's next; returns how many. */
    public int sweepBefore(int epoch, long index) {
        return sweep(checkClaim, name -> {
            Matcher trained = TRAINED.matcher(name);
            if (!trained.matches()) {
                return false;
            }
            int ofEpoch = Integer.parseInt(trained.group(1));
            return ofEpoch < epoch || (ofEpoch == epoch && Long.parseLong(trained.group(2)) < index);
        });
    }

    /** Deletes all batches; returns how many. */
    public int sweepAll() {
        return sweep(() -> {}, name -> true);
    }

    private int sweep(Runnable check, Predicate<String> covered) {
        String prefix = ObjectKeys.batches(dataset, run);
        List<ObjectKey> keys = new ArrayList<>();
        try (var objects = store.list(prefix)) {
            objects.map(ObjectInfo::key)
                    .filter(key -> covered.test(key.path().substring(prefix.length())))
                    .forEach(keys::add);
        }
        for (int from = 0; from < keys.size(); from += AT_ONCE) {
            check.run();
            store.delete(keys.subList(from, Math.min(keys.size(), from + AT_ONCE)));
        }
        return keys.size();
    }
}
