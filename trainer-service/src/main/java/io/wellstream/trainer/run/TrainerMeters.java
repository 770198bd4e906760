package io.wellstream.trainer.run;

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

/** Every meter of the trainer. {@code trainer.starved} compared with {@code trainer.step} shows whether batches arrive in time. */
public final class TrainerMeters {
    /** How a run ended. */
    public enum Outcome {
        FINISHED,
        FAILED,
        CANCELLED,
        /** Another trainer took it over. */
        LOST,
        /** This process stopped; another trainer continues the run. */
        LEFT
    }

    private static final String EVERY_CELL_TYPE = "all";

    private final MeterRegistry registry;
    private final Map<String, EpochFinished> epochs = new ConcurrentHashMap<>();
    private volatile @Nullable IntSupplier outstanding;
    private volatile boolean waiting;
    private final Timer step;
    private final Timer starved;
    private final Timer checkpoint;
    private final Counter samples;
    private final Counter requests;

    public TrainerMeters(MeterRegistry registry) {
        this.registry = registry;
        step = Timer.builder("trainer.step")
                .description("Time of a training step: learning from one batch")
                .publishPercentileHistogram()
                .register(registry);
        starved = timer("trainer.starved", "Time spent waiting for the next batch");
        checkpoint = timer("trainer.checkpoint", "Time to save a checkpoint");
        samples = counter("trainer.samples", "Samples trained on");
        requests = counter("trainer.requests", "Batch requests sent, repeated ones included");
        gauge("trainer.active", "1 while a run is being trained here, else 0", meters -> meters.isTraining() ? 1 : 0);
        gauge(
                "trainer.outstanding",
                "Batches requested and not yet used; scale the augment workers by it",
                TrainerMeters::outstanding);
        gauge(
                "trainer.waiting",
                "1 while a run here has been waiting for a batch for over 30 s, or waits for space; its record says for what",
                meters -> meters.waiting ? 1 : 0);
        for (Outcome outcome : Outcome.values()) {
            runs(outcome); // registered at zero, so that the first failure shows as an increase
        }
    }

    /** Marks the start of training; the supplier gives the number of outstanding batches. */
    public void trainingStarted(IntSupplier batches) {
        outstanding = batches;
    }

    public void trainingEnded() {
        outstanding = null;
    }

    /** Whether the run in training has been waiting for long. */
    public void waiting(boolean forLong) {
        waiting = forLong;
    }

    private boolean isTraining() {
        return outstanding != null;
    }

    private int outstanding() {
        IntSupplier batches = outstanding;
        return batches == null ? 0 : batches.getAsInt();
    }

    /** Shows this epoch's results until the next epoch of the same cell type ends. */
    public void ended(EpochFinished epoch) {
        String cellType = epoch.getCellType().isEmpty() ? EVERY_CELL_TYPE : epoch.getCellType();
        if (epochs.put(cellType, epoch) == null) {
            epochGauge("trainer.loss", "Training loss of the latest epoch", cellType, EpochFinished::getTrainingLoss);
            epochGauge(
                    "trainer.accuracy",
                    "Training accuracy of the latest epoch over augmented samples, 0 to 1",
                    cellType,
                    EpochFinished::getTrainingAccuracy);
            epochGauge(
                    "trainer.validation.accuracy",
                    "Validation accuracy by well of the latest epoch, 0 to 1; NaN without validation, or if its sites share"
                            + " wells with training sites (split random-sites)",
                    cellType,
                    last -> last.hasValidationAccuracy() && !last.getLeakingSplit()
                            ? last.getValidationAccuracy()
                            : Double.NaN);
            epochGauge(
                    "trainer.speed",
                    "Samples trained on per second in the latest epoch",
                    cellType,
                    EpochFinished::getSamplesPerSecond);
        }
    }

    public void stepped(Duration took, int trainedOn) {
        step.record(took);
        samples.increment(trainedOn);
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

    private Timer timer(String name, String description) {
        return Timer.builder(name).description(description).register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<TrainerMeters> value) {
        Gauge.builder(name, this, value).description(description).register(registry);
    }

    private void epochGauge(String name, String description, String cellType, ToDoubleFunction<EpochFinished> value) {
        Gauge.builder(name, epochs, latest -> {
                    EpochFinished epoch = latest.get(cellType);
                    return epoch == null ? Double.NaN : value.applyAsDouble(epoch);
                })
                .tag("cell_type", cellType)
                .description(description)
                .register(registry);
    }
}
