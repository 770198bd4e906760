package io.wellstream.local.cli.bench;

import io.wellstream.local.status.ResidentMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reads the resident memory of a process several times a second until closed: it changes whenever a model is loaded or freed. */
final class ResidentSamples implements AutoCloseable {
    private static final long EVERY_MILLIS = 200;

    private final long pid;
    private final List<Long> bytes = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("resident-memory").factory());

    ResidentSamples(long pid) {
        this.pid = pid;
        var unused = clock.scheduleAtFixedRate(this::read, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void read() {
        ResidentMemory.of(pid).ifPresent(bytes::add);
    }

    /**
     * In bytes; 0 if the system does not say.
     *
     * @param typical the median
     */
    record Range(long least, long typical, long most) {}

    /** Of all samples since the last call. */
    synchronized Range take() {
        read();
        List<Long> sorted = bytes.stream().sorted().toList();
        bytes.clear();
        return sorted.isEmpty()
                ? new Range(0, 0, 0)
                : new Range(sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
