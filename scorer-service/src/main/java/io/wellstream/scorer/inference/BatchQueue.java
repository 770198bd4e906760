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
 * Where samples of all calls wait for a thread, and where they become batches. A batch holds samples of one model only, so no
 * answer mixes models. Nothing waits while no batch is computed; otherwise a model's samples wait until they fill a batch or the
 * oldest of them has waited long enough. What is due is shared among the threads that have nothing to do.
 */
final class BatchQueue {
    private final int maxBatch;
    private final long maxDelayNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** By model; guarded by the lock, as is all that follows. A model without samples has no lane. */
    private final Map<LoadedModel, Lane> lanes = new HashMap<>();

    private int waiting;
    private int computing;
    private int idle;

    BatchQueue(int maxBatch, Duration maxDelay) {
        this.maxBatch = maxBatch;
        this.maxDelayNanos = maxDelay.toNanos();
    }

    /** What waits for one model, oldest first. */
    private static final class Lane {
        private final ArrayDeque<PendingSamples> pending = new ArrayDeque<>();
        private int waiting;

        /** So many of the oldest samples wait for nothing but a thread. */
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
    record Assembly(LoadedModel model, List<Entry> entries) {}

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

    /** Forgets what is left of a call: its room is free at once. */
    void remove(PendingSamples pending) {
        lock.lock();
        try {
            Lane lane = lanes.get(pending.model());
            if (lane != null && lane.pending.remove(pending)) {
                left(pending.model(), lane, pending.waiting());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes out whatever waits. */
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

    /** Samples that wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Threads that have nothing to do. */
    int idle() {
        lock.lock();
        try {
            return idle;
        } finally {
            lock.unlock();
        }
    }

    /** The next batch, as soon as one is due; whoever takes it calls {@link #done} after it. */
    Assembly take() throws InterruptedException {
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

    /** The model whose oldest sample waits longest of those that wait for nothing else; null if there is none. */
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

    private Assembly take(LoadedModel model) {
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
        left(model, lane, share);
        computing++;
        if (waiting > 0) {
            changed.signal();
        }
        return new Assembly(model, entries);
    }

    private int largest(LoadedModel model) {
        return Math.min(maxBatch, model.largestBatch());
    }

    private void left(LoadedModel model, Lane lane, int samples) {
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
