package io.wellstream.ingest.flow;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.ingest.files.BadFileException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The meters of this service. */
public final class IngestMeters {
    /** How the ingest of a well ended. */
    public enum Fate {
        PUBLISHED,
        UNCHANGED,
        FAILED
    }

    private final MeterRegistry registry;
    private final Counter images;
    private final Counter bytes;
    private final Counter problems;
    private final Timer decode;
    private final Timer put;
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    public IngestMeters(MeterRegistry registry) {
        this.registry = registry;
        this.images =
                Counter.builder("ingest.images").description("Images decoded").register(registry);
        this.bytes = Counter.builder("ingest.bytes")
                .description("Bytes put into the object store")
                .baseUnit("bytes")
                .register(registry);
        this.problems = Counter.builder("ingest.problems")
                .description("Problems found in screens")
                .register(registry);
        this.decode = Timer.builder("ingest.decode")
                .description("Time to decode and check an image")
                .register(registry);
        this.put = Timer.builder("ingest.put")
                .description("Time to put an object, or to find that it is already stored")
                .register(registry);
        Gauge.builder("ingest.jobs.queued", queued, AtomicInteger::get)
                .description("Jobs waiting to run")
                .register(registry);
        Gauge.builder("ingest.waiting", waiting, AtomicInteger::get)
                .description(
                        "1 while a job waits for the broker, for the object store or for space in it; its state says for what")
                .register(registry);
        for (Fate fate : Fate.values()) {
            wells(fate);
        }
    }

    /** Decodes an image. */
    @FunctionalInterface
    interface Decoding<T> {
        T decode() throws BadImageException, BadFileException;
    }

    <T> T decoding(Decoding<T> work) throws BadImageException, BadFileException {
        Timer.Sample start = Timer.start(registry);
        try {
            T decoded = work.decode();
            images.increment();
            return decoded;
        } finally {
            start.stop(decode);
        }
    }

    /** Times a put that returns whether it created an object of this size. */
    boolean putting(int size, Supplier<Boolean> work) {
        boolean created = Boolean.TRUE.equals(put.record(work));
        if (created) {
            bytes.increment(size);
        }
        return created;
    }

    void well(Fate fate) {
        wells(fate).increment();
    }

    void problems(int count) {
        problems.increment(count);
    }

    public void queued(int jobs) {
        queued.set(jobs);
    }

    /** Whether the job that runs waits for something. */
    public void waiting(boolean waits) {
        waiting.set(waits ? 1 : 0);
    }

    private Counter wells(Fate fate) {
        return Counter.builder("ingest.wells")
                .description("Wells processed, by result")
                .tag("fate", fate.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
