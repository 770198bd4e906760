package io.wellstream.trainer.batches;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns batches that arrive in any order, possibly twice or never, into the planned order. Never are more than the width
 * asked for and not taken, which bounds memory and is all the backpressure there is; one that does not come is asked for
 * again, ever more patiently, and counts as lost in the end.
 */
public final class BatchWindow<B> {
    /** Asks for the batch at a position of the plan. */
    @FunctionalInterface
    public interface Asker {
        void ask(long position);
    }

    /** Makes the error of a batch that was asked for too often. */
    @FunctionalInterface
    public interface Loss {
        RuntimeException of(long position, int asked, @Nullable String lastReason);
    }

    /** What is known of a position that was asked for and not taken. */
    private static final class Slot<B> {
        private int asked;
        private long dueAt;
        private boolean fetching;
        private @Nullable B batch;
        private @Nullable String lastReason;
    }

    private final TreeMap<Long, Slot<B>> slots = new TreeMap<>();
    private final long end;
    private final IntSupplier width;
    private final Asker asker;
    private final Loss loss;
    private final Clock clock;
    private long next;
    private @Nullable RuntimeException failure;

    /** The window's sense of time. */
    public record Clock(Patience patience, LongSupplier nanos) {
        public static Clock system(Patience patience) {
            return new Clock(patience, System::nanoTime);
        }
    }

    /** A window over the positions from {@code first} to before {@code end}. */
    public BatchWindow(long first, long end, IntSupplier width, Asker asker, Loss loss, Clock clock) {
        this.next = first;
        this.end = end;
        this.width = width;
        this.asker = asker;
        this.loss = loss;
        this.clock = clock;
    }

    /**
     * Claims the fetching of every awaited position that the answer is for: each is the caller's until it offers the
     * batch or reports a miss. Positions not asked for, already here or being fetched are nobody's.
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

    /** Puts a batch in its place; one that is not awaited, or came before, changes nothing. */
    public synchronized void offer(long position, B batch) {
        Slot<B> slot = slots.get(position);
        if (slot != null && slot.batch == null) {
            slot.batch = batch;
            notifyAll();
        }
    }

    /** Says that an answer was no batch: it counts as not arrived, and is asked for again when it is due. */
    public synchronized void miss(long position, String reason) {
        Slot<B> slot = slots.get(position);
        if (slot != null) {
            slot.fetching = false;
            slot.lastReason = reason;
            notifyAll();
        }
    }

    /** Ends the window: whoever takes gets this error. */
    public synchronized void fail(RuntimeException error) {
        if (failure == null) {
            failure = error;
        }
        notifyAll();
    }

    /**
     * The next batch in the planned order; waits for it.
     *
     * @param stillWanted runs at least once a second while waiting; what it throws ends the wait
     */
    public synchronized B take(Runnable stillWanted) throws InterruptedException {
        while (true) {
            stillWanted.run();
            Optional<B> batch = poll();
            if (batch.isPresent()) {
                return batch.get();
            }
            long nanos = nextDue() - clock.nanos().getAsLong();
            wait(Math.max(1, Math.min(1_000, nanos / 1_000_000)));
        }
    }

    /** The next batch if it is here; asks for what the window allows and for what is overdue. */
    public synchronized Optional<B> poll() {
        if (next >= end) {
            throw new IllegalStateException("all batches before " + end + " have been taken");
        }
        if (failure != null) {
            throw failure;
        }
        askAhead();
        askAgain();
        Slot<B> slot = slots.get(next);
        if (slot == null || slot.batch == null) {
            return Optional.empty();
        }
        B batch = slot.batch;
        slots.remove(next);
        next++;
        askAhead();
        return Optional.of(batch);
    }

    /** Asked for and not taken. */
    public synchronized int outstanding() {
        return slots.size();
    }

    private void askAhead() {
        int allowed = Math.max(1, width.getAsInt());
        long position = slots.isEmpty() ? next : slots.lastKey() + 1;
        while (slots.size() < allowed && position < end) {
            Slot<B> slot = new Slot<>();
            slots.put(position, slot);
            ask(position, slot);
            position++;
        }
    }

    private void askAgain() {
        long now = clock.nanos().getAsLong();
        slots.forEach((position, slot) -> {
            if (slot.batch == null && !slot.fetching && slot.dueAt - now <= 0) {
                if (slot.asked > clock.patience().repeats()) {
                    throw loss.of(position, slot.asked, slot.lastReason);
                }
                ask(position, slot);
            }
        });
    }

    private void ask(long position, Slot<B> slot) {
        slot.asked++;
        slot.dueAt = clock.nanos().getAsLong() + clock.patience().nanosAfter(slot.asked);
        asker.ask(position);
    }

    private long nextDue() {
        return slots.values().stream()
                .filter(slot -> slot.batch == null && !slot.fetching)
                .mapToLong(slot -> slot.dueAt)
                .min()
                .orElse(clock.nanos().getAsLong() + 1_000_000_000L);
    }
}
