package io.wellstream.trainer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wellstream.proto.v1.EpochFinished;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Every meter of the trainer. The pair that matters is {@code trainer.starved} against {@code trainer.step}. */
public final class TrainerMeters {
    /** How a run ended. */
    public enum Outcome {
        FINISHED,
        FAILED,
        CANCELLED,
        /** Another trainer took it. */
        LOST,
        /** This process was stopped; the run goes on elsewhere. */
        LEFT
    }

    private static final String EVERY_CELL_TYPE = "all";

    private final MeterRegistry registry;
    private final Map<String, EpochFinished> epochs = new ConcurrentHashMap<>();
    private volatile @Nullable IntSupplier outstanding;
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
        for (Outcome outcome : Outcome.values()) {
            runs(outcome); // a counter that begins at one shows no increase
        }
        Gauge.builder("trainer.active", this, meters -> meters.outstanding == null ? 0 : 1)
                .description("Whether a run is being trained here: 1 or 0")
                .register(registry);
        Gauge.builder("trainer.outstanding", this, TrainerMeters::outstanding)
                .description("Batches asked for and not yet learned from; what workers are to be scaled by")
                .register(registry);
        for (Outcome outcome : Outcome.values()) {
            runs(outcome); // from the start, so that a first failure is seen as one
        }
    }

    /** A run is being trained from now on; the supplier says how many batches it waits for. */
    public void trains(IntSupplier batches) {
        outstanding = batches;
    }

    public void trainsNoMore() {
        outstanding = null;
    }

    private int outstanding() {
        IntSupplier batches = outstanding;
        return batches == null ? 0 : batches.getAsInt();
    }

    /** Shows the epoch, until the next of its cell type, as what training has come to. */
    public void ended(EpochFinished epoch) {
        String cellType = epoch.getCellType().isEmpty() ? EVERY_CELL_TYPE : epoch.getCellType();
        if (epochs.put(cellType, epoch) == null) {
            ofEpoch("trainer.loss", "Training loss of the latest epoch", cellType, EpochFinished::getTrainingLoss);
            ofEpoch(
                    "trainer.accuracy",
                    "Training accuracy of the latest epoch, 0 to 1, over augmented samples",
                    cellType,
                    EpochFinished::getTrainingAccuracy);
            ofEpoch(
                    "trainer.validation.accuracy",
                    "Validation accuracy by well of the latest epoch, 0 to 1; NaN without validation",
                    cellType,
                    last -> last.hasValidationAccuracy() ? last.getValidationAccuracy() : Double.NaN);
            ofEpoch(
                    "trainer.speed",
                    "Samples learned from in a second of the latest epoch",
                    cellType,
                    EpochFinished::getSamplesPerSecond);
        }
    }

    private void ofEpoch(String name, String description, String cellType, ToDoubleFunction<EpochFinished> value) {
        Gauge.builder(name, epochs, latest -> {
                    EpochFinished epoch = latest.get(cellType);
                    return epoch == null ? Double.NaN : value.applyAsDouble(epoch);
                })
                .tag("cell_type", cellType)
                .description(description)
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
        runs(outcome).increment();
    }

    private Counter runs(Outcome outcome) {
        return Counter.builder("trainer.runs")
                .description("Runs that ended here, by outcome")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
