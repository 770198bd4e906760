package io.wellstream.scorer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** What the scorer measures of itself. */
public final class ScorerMeters {
    private final MeterRegistry registry;
    private final Timer predict;
    private final Timer submission;
    private final Timer fetch;
    private final Timer inference;
    private final Timer load;
    private final Counter wells;
    private final Counter sites;
    private final Counter refused;
    private final Counter loadFailures;

    public ScorerMeters(MeterRegistry registry) {
        this.registry = registry;
        predict = timer("scorer.predict", "Time of a Predict call from its admission to its answer");
        submission = timer("scorer.submission", "Time of a BuildSubmission call");
        fetch = timer("scorer.fetch", "Time to get one chunk of sites from the object store");
        inference = timer("scorer.inference", "Time to prepare and run one chunk of sites");
        load = timer("scorer.model.load", "Time to get and open a model");
        wells = counter("scorer.wells", "Wells scored");
        sites = counter("scorer.sites", "Sites scored");
        refused = counter("scorer.refused", "Calls refused because all seats were taken");
        loadFailures = counter("scorer.model.failures", "Served models that could not be loaded");
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name).description(description).register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    <T> T predicting(Supplier<T> call) {
        return timed(predict, call);
    }

    <T> T submitting(Supplier<T> call) {
        return timed(submission, call);
    }

    <T> T fetching(Supplier<T> call) {
        return timed(fetch, call);
    }

    <T> T inferring(Supplier<T> call) {
        return timed(inference, call);
    }

    <T> T loading(Supplier<T> call) {
        return timed(load, call);
    }

    void scored(int wellCount, int siteCount) {
        wells.increment(wellCount);
        sites.increment(siteCount);
    }

    void callRefused() {
        refused.increment();
    }

    void loadFailed() {
        loadFailures.increment();
    }

    void watchQueue(Collection<?> queue, Semaphore seats, int calls) {
        Gauge.builder("scorer.queue", queue, Collection::size)
                .description("Chunks that wait for an inference thread")
                .strongReference(true)
                .register(registry);
        Gauge.builder("scorer.calls", seats, free -> calls - free.availablePermits())
                .description("Calls being answered")
                .strongReference(true)
                .register(registry);
    }

    private static <T> T timed(Timer timer, Supplier<T> call) {
        long start = System.nanoTime();
        try {
            return call.get();
        } finally {
            timer.record(System.nanoTime() - start, java.util.concurrent.TimeUnit.NANOSECONDS);
        }
    }
}
