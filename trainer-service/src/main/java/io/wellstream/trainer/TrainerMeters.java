package io.wellstream.trainer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** Every meter of the trainer. The pair that matters is {@code trainer.starved} against {@code trainer.step}. */
public final class TrainerMeters {
    /** How a run ended. */
    public enum Outcome {
        FINISHED,
        FAILED,
        CANCELLED,
        LOST
    }

    private final MeterRegistry registry;
    private final Timer step;
    private final Timer starved;
    private final Timer checkpoint;
    private final Counter samples;
    private final Counter requests;

    public TrainerMeters(MeterRegistry registry) {
        this.registry = registry;
        step = Timer.builder("trainer.step")
                .description("Learning from one batch")
                .publishPercentileHistogram()
                .register(registry);
        starved = Timer.builder("trainer.starved")
                .description("Waiting for the next batch")
                .register(registry);
        checkpoint = Timer.builder("trainer.checkpoint")
                .description("Making a checkpoint durable")
                .register(registry);
        samples = Counter.builder("trainer.samples")
                .description("Samples learned from")
                .register(registry);
        requests = Counter.builder("trainer.requests")
                .description("Batches asked for, repetitions included")
                .register(registry);
    }

    public void stepped(Duration took, int learned) {
        step.record(took);
        samples.increment(learned);
    }

    public void starved(Duration waited) {
        starved.record(waited);
    }

    public void checkpointed(Duration took) {
        checkpoint.record(took);
    }

    public void requested() {
        requests.increment();
    }

    public void ended(Outcome outcome) {
        Counter.builder("trainer.runs")
                .description("Runs that ended here, by outcome")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }
}
