package io.wellstream.scorer.inference;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.scorer.model.LoadedModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The samples of all calls that wait for a thread, and their grouping into batches. A batch contains samples of one model, so no answer mixes
 * models. While no batch is computed, samples are due at once; otherwise a model's samples are due when they fill a batch or when the oldest
 * has waited for the maximum delay. Due samples are divided among the idle threads.
 */
final class BatchQueue {
    private final int maxBatch;
    private final long maxDelayNanos;
    private final long bufferBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** By model. A model without samples has no lane. Guarded by the lock, like all fields below. */
    private final Map<LoadedModel, Lane> lanes = new HashMap<>();

    private int waiting;
    private int computing;
    private int idle;

    /** @param bufferBytes memory outside the heap that one thread's batch may use */
    BatchQueue(int maxBatch, Duration maxDelay, long bufferBytes) {
        this.maxBatch = maxBatch;
        this.maxDelayNanos = maxDelay.toNanos();
        this.bufferBytes = bufferBytes;
    }

    /** The samples that wait for one model, oldest first. */
    private static final class Lane {
        private final ArrayDeque<PendingSamples> pending = new ArrayDeque<>();
        private int waiting;

        /** How many of the oldest samples are due: they wait only for a thread. */
        private int due;

        private long oldestNanos() {
            return pending.getFirst().askedNanos();
        }
    }

    /** One sample of a batch. */
    record Entry(PendingSamples pending, int index) {
        Batch.Sample sample() {
            return pending.sample(index);
        }
    }

    /** Samples of one model that are computed together. */
    record ModelBatch(LoadedModel model, List<Entry> entries) {}

    void put(PendingSamples pending) {
        lock.lock();
        try {
            Lane lane = lanes.computeIfAbsent(pending.model(), model -> new Lane());
            lane.pending.add(pending);
            lane.waiting += pending.waiting();
            waiting += pending.waiting();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Removes the waiting samples of a call; their places are free at once. */
    void remove(PendingSamples pending) {
        lock.lock();
        try {
            Lane lane = lanes.get(pending.model());
            if (lane != null && lane.pending.remove(pending)) {
                removed(pending.model(), lane, pending.waiting());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Removes all waiting samples. */
    List<PendingSamples> clear() {
        lock.lock();
        try {
            List<PendingSamples> all = lanes.values().stream()
                    .flatMap(lane -> lane.pending.stream())
                    .toList();
            lanes.clear();
            waiting = 0;
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** The number of waiting samples. */
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** The number of idle threads. */
    int idle() {
        lock.lock();
        try {
            return idle;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next batch that is due; the caller must call {@link #done} afterwards. */
    ModelBatch take() throws InterruptedException {
        lock.lockInterruptibly();
        idle++;
        try {
            while (true) {
                LoadedModel model = due(System.nanoTime());
                if (model != null) {
                    return take(model);
                }
                if (waiting == 0) {
                    changed.await();
                } else {
                    changed.awaitNanos(nanosUntilDue(System.nanoTime()));
                }
            }
        } finally {
            idle--;
            lock.unlock();
        }
    }

    void done() {
        lock.lock();
        try {
            computing--;
        } finally {
            lock.unlock();
        }
    }

    /** Of the models with due samples, the one whose oldest sample has waited longest; null if there is none. */
    private @Nullable LoadedModel due(long now) {
        LoadedModel first = null;
        long oldest = 0;
        for (Map.Entry<LoadedModel, Lane> entry : lanes.entrySet()) {
            Lane lane = entry.getValue();
            if (computing == 0
                    || lane.waiting >= largest(entry.getKey())
                    || now - lane.oldestNanos() >= maxDelayNanos) {
                lane.due = lane.waiting;
            }
            if (lane.due > 0 && (first == null || lane.oldestNanos() - oldest < 0)) {
                first = entry.getKey();
                oldest = lane.oldestNanos();
            }
        }
        return first;
    }

    private long nanosUntilDue(long now) {
        long soonest = maxDelayNanos;
        for (Lane lane : lanes.values()) {
            soonest = Math.min(soonest, lane.oldestNanos() + maxDelayNanos - now);
        }
        return soonest;
    }

    private ModelBatch take(LoadedModel model) {
        Lane lane = lane(model);
        int share = Math.min(largest(model), (lane.due + idle - 1) / idle);
        List<Entry> entries = new ArrayList<>(share);
        while (entries.size() < share) {
            PendingSamples pending = lane.pending.getFirst();
            entries.add(new Entry(pending, pending.takeNext()));
            if (pending.waiting() == 0) {
                lane.pending.removeFirst();
            }
        }
        removed(model, lane, share);
        computing++;
        if (waiting > 0) {
            changed.signal();
        }
        return new ModelBatch(model, entries);
    }

    private int largest(LoadedModel model) {
        return Math.min(maxBatch, model.largestBatch(bufferBytes));
    }

    private void removed(LoadedModel model, Lane lane, int samples) {
        waiting -= samples;
        lane.waiting -= samples;
        lane.due = Math.max(0, Math.min(lane.waiting, lane.due - samples));
        if (lane.waiting == 0) {
            lanes.remove(model);
        }
    }

    private Lane lane(LoadedModel model) {
        Lane lane = lanes.get(model);
        if (lane == null) {
            throw new IllegalStateException("no samples wait for model '" + model.name() + "'");
        }
        return lane;
    }
}
