package io.wellstream.scorer.call;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The meters of the scorer. */
public final class ScorerMeters {
    /** The labels of a served model; there are as many as served data sets, cell types and targets. */
    public record Served(String dataset, String cellType, String target, String run) {}

    private final MeterRegistry registry;
    private final Timer predict;
    private final Timer submission;
    private final Timer fetch;
    private final Timer preparation;
    private final Timer queued;
    private final Timer inference;
    private final DistributionSummary batch;
    private final Counter cacheHits;
    private final Counter cacheMisses;
    private final Timer load;
    private final Timer adaptation;
    private final Counter wells;
    private final Counter sites;
    private final Counter refused;
    private final Counter loadFailures;
    private final Counter threadDeaths;
    private final MultiGauge served;

    public ScorerMeters(MeterRegistry registry) {
        this.registry = registry;
        predict = Timer.builder("scorer.predict")
                .description("Time of a Predict call from its admission to its answer")
                .publishPercentileHistogram()
                .register(registry);
        submission = timer("scorer.submission", "Time of a BuildSubmission call");
        fetch = timer("scorer.fetch", "Time to fetch and preprocess a chunk of sites, if not all are in memory");
        preparation = timer("scorer.preparation", "Time to decode and resize one site");
        queued = timer("scorer.queued", "Time that the oldest site of a batch waited for it");
        inference = timer("scorer.inference", "Time to normalise and run one batch");
        batch = DistributionSummary.builder("scorer.batch")
                .description("Sites of one batch")
                .register(registry);
        cacheHits = counter("scorer.cache.hits", "Sites that were already preprocessed in memory");
        cacheMisses = counter("scorer.cache.misses", "Sites that were fetched from the object store");
        load = timer("scorer.model.load", "Time to fetch and open a model");
        adaptation = timer(
                "scorer.adaptation",
                "Time to measure an experiment's batch-norm statistics and open the network with them");
        wells = counter("scorer.wells", "Wells scored");
        sites = counter("scorer.sites", "Sites scored");
        refused = counter("scorer.refused", "Calls refused because of too many concurrent calls or waiting sites");
        loadFailures = counter("scorer.model.failures", "Served models that could not be loaded");
        threadDeaths = counter(
                "scorer.inference.deaths", "Inference threads that ended because of an error and were replaced");
        served = MultiGauge.builder("scorer.model.served")
                .description("1 for each served model, labelled with the run that trained it")
                .register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name).description(description).register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    public <T> T predicting(Supplier<T> call) {
        return timed(predict, call);
    }

    public <T> T submitting(Supplier<T> call) {
        return timed(submission, call);
    }

    public void fetching(Runnable call) {
        timed(fetch, () -> {
            call.run();
            return true;
        });
    }

    public <T> T preparing(Supplier<T> work) {
        return timed(preparation, work);
    }

    public void batched(int siteCount, long waitedNanos) {
        batch.record(siteCount);
        queued.record(waitedNanos, TimeUnit.NANOSECONDS);
    }

    public void cacheRead(int hits, int misses) {
        cacheHits.increment(hits);
        cacheMisses.increment(misses);
    }

    public <T> T inferring(Supplier<T> call) {
        return timed(inference, call);
    }

    public <T> T loading(Supplier<T> call) {
        return timed(load, call);
    }

    public <T> T adapting(Supplier<T> call) {
        return timed(adaptation, call);
    }

    public void scored(int wellCount, int siteCount) {
        wells.increment(wellCount);
        sites.increment(siteCount);
    }

    public void callRefused() {
        refused.increment();
    }

    public void loadFailed() {
        loadFailures.increment();
    }

    public void inferenceThreadDied() {
        threadDeaths.increment();
    }

    /** Replaces the served models; meters of others are removed. */
    public void serving(Collection<Served> models) {
        served.register(
                models.stream()
                        .map(model -> MultiGauge.Row.of(
                                Tags.of(
                                        "dataset", model.dataset(),
                                        "cell_type", model.cellType(),
                                        "target", model.target(),
                                        "run", model.run()),
                                1))
                        .collect(Collectors.toList()),
                true);
    }

    public void watchQueue(IntSupplier sitesWaiting, IntSupplier calls) {
        gauge("scorer.queue", "Sites that wait for an inference thread", sitesWaiting::getAsInt);
        gauge("scorer.calls", "Calls being answered", calls::getAsInt);
    }

    public void watchThreads(IntSupplier running) {
        gauge("scorer.inference.threads", "Inference threads that run", running::getAsInt);
    }

    public void watchBytes(LongSupplier held) {
        gauge("scorer.calls.bytes", "Bytes of requests and answers held for all calls", held::getAsLong);
    }

    public void watchCache(LongSupplier bytes) {
        gauge("scorer.cache.bytes", "Bytes of preprocessed sites in memory", bytes::getAsLong);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private static <T> T timed(Timer timer, Supplier<T> call) {
        long start = System.nanoTime();
        try {
            return call.get();
        } finally {
            timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }
}
