package io.wellstream.augment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The meters of an augment worker. */
final class AugmentMeters {
    /** The outcome of a request. */
    enum Outcome {
        /** The batch was made. */
        MADE,
        /** The batch was already in the store. */
        FOUND,
        /** Its run had ended or was in a later attempt. */
        DROPPED,
        /** This worker is too old for it. */
        REFUSED,
        /** The object store had no space for the batch; the trainer asks again. */
        POSTPONED,
        /** No batch can ever be made of it. */
        REJECTED
    }

    private final Timer batch;
    private final Timer fetch;
    private final Counter samples;
    private final Counter cacheHits;
    private final Counter cacheMisses;
    private final Map<Outcome, Counter> requests = new EnumMap<>(Outcome.class);

    AugmentMeters(MeterRegistry registry) {
        batch = Timer.builder("augment.batch")
                .description("Time to make one batch, from its request to its object")
                .register(registry);
        fetch = Timer.builder("augment.fetch")
                .description("Time to get and decode one site object")
                .register(registry);
        samples = Counter.builder("augment.samples")
                .description("Samples in batches that were made")
                .register(registry);
        cacheHits = cache(registry, "hit");
        cacheMisses = cache(registry, "miss");
        for (Outcome outcome : Outcome.values()) {
            requests.put(
                    outcome,
                    Counter.builder("augment.requests")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .description("Requests taken, by outcome")
                            .register(registry));
        }
    }

    private static Counter cache(MeterRegistry registry, String result) {
        return Counter.builder("augment.cache")
                .tag("result", result)
                .description("Sites looked up in the worker's memory")
                .register(registry);
    }

    void made(Duration time, int count) {
        batch.record(time);
        samples.increment(count);
    }

    void took(Outcome outcome) {
        Counter counter = requests.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    void cacheHit() {
        cacheHits.increment();
    }

    void fetched(Duration time) {
        cacheMisses.increment();
        fetch.record(time);
    }
}
