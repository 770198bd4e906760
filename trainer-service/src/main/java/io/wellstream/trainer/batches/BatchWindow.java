package io.wellstream.trainer.batches;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts batches that arrive in any order, twice or never into the planned order. At most {@code width} batches are requested
 * and not yet taken: that bounds memory, and it is the only backpressure. The request for a batch that does not arrive is
 * repeated after growing waits, without end: a missing answer is no failure. Only answers that say that the batch cannot be
 * made end the window.
 */
public final class BatchWindow<B> {
    /** Creates the exception for a batch that cannot be made: so many answers said so. */
    @FunctionalInterface
    public interface Loss {
        RuntimeException of(long position, int failures, String lastReason);
    }

    /** The state of a position that was requested and not yet taken. */
    private static final class Slot<B> {
        private int requests;
        private int failures;
        private long dueAt;
        private boolean fetching;
        private @Nullable B batch;
        private @Nullable String lastReason;
        private @Nullable String postponedFor;
    }

    private final TreeMap<Long, Slot<B>> slots = new TreeMap<>();
    private final long end;
    private final IntSupplier width;
    private final LongConsumer requester;
    private final Loss loss;
    private final Clock clock;
    private long next;
    private @Nullable Throwable failure;

    /** The time, and when requests are repeated. */
    public record Clock(RetryPolicy retries, LongSupplier nanos) {
        public static Clock system(RetryPolicy retries) {
            return new Clock(retries, System::nanoTime);
        }
    }

    /**
     * A window over the positions from {@code first} up to, not including, {@code end}.
     *
     * @param requester requests the batch at a position of the plan
     */
    public BatchWindow(long first, long end, IntSupplier width, LongConsumer requester, Loss loss, Clock clock) {
        this.next = first;
        this.end = end;
        this.width = width;
        this.requester = requester;
        this.loss = loss;
        this.clock = clock;
    }

    /**
     * Claims the fetching of every awaited position that the answer is for; the caller then offers the batch or reports a
     * miss for each. Positions that are not requested, already received or being fetched are not claimed.
     */
    public synchronized List<Long> claim(LongPredicate answered) {
        List<Long> claimed = new ArrayList<>();
        slots.forEach((position, slot) -> {
            if (slot.batch == null && !slot.fetching && answered.test(position)) {
                slot.fetching = true;
                claimed.add(position);
            }
        });
        return claimed;
    }

    /** Stores a batch at its position; a batch that is not awaited, or was received before, changes nothing. */
    public synchronized void offer(long position, B batch) {
        Slot<B> slot = slots.get(position);
        if (slot != null && slot.batch == null) {
            slot.batch = batch;
            notifyAll();
        }
    }

    /** Reports that an answer brought no batch: it counts as not arrived, and its request is repeated when due. */
    public synchronized void miss(long position, String reason) {
        Slot<B> slot = slots.get(position);
        if (slot != null) {
            slot.fetching = false;
            slot.lastReason = reason;
            slot.postponedFor = null;
            notifyAll();
        }
    }

    /** Reports that a worker could not make the batch yet: its request is repeated after the pause, and counts as none. */
    public synchronized void postpone(long position, String reason, Duration pause) {
        Slot<B> slot = slots.get(position);
        if (slot != null && slot.batch == null) {
            slot.fetching = false;
            slot.requests = 0;
            slot.dueAt = clock.nanos().getAsLong() + pause.toNanos();
            slot.postponedFor = reason;
            notifyAll();
        }
    }

    /** Reports an answer that says that the batch could not be made; too many of them end the window. */
    public synchronized void failed(long position, String reason) {
        Slot<B> slot = slots.get(position);
        if (slot != null
                && slot.batch == null
                && ++slot.failures >= clock.retries().failures()) {
            fail(loss.of(position, slot.failures, reason));
        }
        miss(position, reason);
    }

    /**
     * Ends the window: every later take throws this exception or error, so that it reaches the thread that waits for a batch.
     *
     * @param error unchecked
     */
    public synchronized void fail(Throwable error) {
        if (failure == null) {
            failure = error;
        }
        notifyAll();
    }

    /**
     * Waits for the next batch in the planned order and takes it.
     *
     * @param check runs at least once a second while waiting; its exception ends the wait
     */
    public synchronized B take(Runnable check) throws InterruptedException {
        while (true) {
            check.run();
            Optional<B> batch = poll();
            if (batch.isPresent()) {
                return batch.get();
            }
            long nanos = nextDue() - clock.nanos().getAsLong();
            wait(Math.max(1, Math.min(1_000, nanos / 1_000_000)));
        }
    }

    /** Takes the next batch if it has arrived. Requests what the window allows, and repeats what is overdue. */
    public synchronized Optional<B> poll() {
        if (next >= end) {
            throw new IllegalStateException("all batches before " + end + " have been taken");
        }
        rethrowFailure();
        requestAhead();
        repeatOverdue();
        Slot<B> slot = slots.get(next);
        if (slot == null || slot.batch == null) {
            return Optional.empty();
        }
        B batch = slot.batch;
        slots.remove(next);
        next++;
        requestAhead();
        return Optional.of(batch);
    }

    private void rethrowFailure() {
        switch (failure) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException known -> throw known;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    /** Batches requested and not yet taken. */
    public synchronized int outstanding() {
        return slots.size();
    }

    /** Why the last answer brought no batch for the next position; empty if none has come. */
    public synchronized Optional<String> lastReason() {
        Slot<B> slot = slots.get(next);
        return slot == null ? Optional.empty() : Optional.ofNullable(slot.lastReason);
    }

    /** What a worker lacked that was to make the next batch; empty if its last answer was another one. */
    public synchronized Optional<String> postponedFor() {
        Slot<B> slot = slots.get(next);
        return slot == null ? Optional.empty() : Optional.ofNullable(slot.postponedFor);
    }

    /** The position of the batch that the next take returns. */
    public synchronized long next() {
        return next;
    }

    private void requestAhead() {
        int allowed = Math.max(1, width.getAsInt());
        long position = slots.isEmpty() ? next : slots.lastKey() + 1;
        while (slots.size() < allowed && position < end) {
            Slot<B> slot = new Slot<>();
            slots.put(position, slot);
            request(position, slot);
            position++;
        }
    }

    private void repeatOverdue() {
        long now = clock.nanos().getAsLong();
        slots.forEach((position, slot) -> {
            if (slot.batch == null && !slot.fetching && slot.dueAt - now <= 0) {
                request(position, slot);
            }
        });
    }

    private void request(long position, Slot<B> slot) {
        slot.requests++;
        slot.dueAt = clock.nanos().getAsLong() + clock.retries().nanosAfter(slot.requests);
        requester.accept(position);
    }

    private long nextDue() {
        return slots.values().stream()
                .filter(slot -> slot.batch == null && !slot.fetching)
                .mapToLong(slot -> slot.dueAt)
                .min()
                .orElse(clock.nanos().getAsLong() + 1_000_000_000L);
    }
}
