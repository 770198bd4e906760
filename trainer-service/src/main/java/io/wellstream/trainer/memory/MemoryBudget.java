package io.wellstream.trainer.memory;

import static io.wellstream.trainer.memory.MemoryForecast.gigabytes;

import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.engine.Engines;
import io.wellstream.trainer.engine.MemoryPart;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.memory.HeapMemory.Fitted;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.wire.wells.DatasetCounts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Decides whether this trainer has the memory for a run, before it works on it. Unless a limit is configured, it may use what the
 * machine or the container has free, less a reserve.
 */
public final class MemoryBudget {
    private static final int SMALLEST_BATCH = 2;

    /** Smaller images show too little. */
    private static final int SMALLEST_SIDE = 64;

    private static final int SIDE_STEP = 16;

    /** Whether there is memory for a run. */
    public sealed interface Verdict {
        /** The run fits. */
        record Fits(MemoryForecast forecast) implements Verdict {}

        /** The run would fit if other processes used less. */
        record Waits(String reason) implements Verdict {}

        /** The run can never fit here; the reason says which settings would. */
        record Refused(String reason) implements Verdict {}
    }

    private final Engines engines;
    private final MachineMemory machine;
    private final Heap heap;
    private final OptionalLong configured;
    private final int mostBatches;
    private long idleResident;
    private long idleHeap;

    /**
     * @param configured the most bytes outside the heap; empty for what is free
     * @param mostBatches the widest window of batches
     */
    public MemoryBudget(Engines engines, MachineMemory machine, OptionalLong configured, int mostBatches) {
        this(engines, machine, Heap.ofThisProcess(), configured, mostBatches);
    }

    MemoryBudget(Engines engines, MachineMemory machine, Heap heap, OptionalLong configured, int mostBatches) {
        this.engines = engines;
        this.machine = machine;
        this.heap = heap;
        this.configured = configured;
        this.mostBatches = mostBatches;
    }

    /**
     * Compares a run's forecast with what is free now, and with the most that could be. A run that only the engine of another
     * trainer can train fits.
     *
     * @param manifestBytes of the object of its manifest; 0 if it has none yet
     * @throws RefusedRunException if the settings of its network do not fit together
     */
    public synchronized Verdict verdict(RunSpecification run, DatasetCounts wells, long manifestBytes) {
        return Workload.of(run, wells, manifestBytes)
                .filter(_ -> engines.missingFor(run).isEmpty())
                .map(this::verdict)
                .orElse(new Verdict.Fits(MemoryForecast.NOTHING));
    }

    /** Why a run that has no manifest yet can never fit here; empty if it can. */
    public Optional<String> refusal(RunSpecification run, DatasetCounts wells) {
        return verdict(run, wells, 0) instanceof Verdict.Refused(String reason)
                ? Optional.of(reason)
                : Optional.empty();
    }

    /** What smaller settings would need, in one sentence. */
    public synchronized String smaller(RunSpecification run, DatasetCounts wells, long manifestBytes) {
        return Workload.of(run, wells, manifestBytes)
                .map(workload -> {
                    int batch = Math.max(SMALLEST_BATCH, workload.batchSize() / 2);
                    int side = Math.max(SMALLEST_SIDE, run.getImageSide() * 3 / 4);
                    Limits now = limits(free(), heapFree());
                    return "A batch of " + batch + " needs " + forecast(workload.withBatchSize(batch), now)
                            + "; a side of " + side + " pixels needs " + forecast(workload.withSide(side), now);
                })
                .orElse("Smaller batches and sides need less");
    }

    private Verdict verdict(Workload workload) {
        Limits now = limits(free(), heapFree());
        Limits most = limits(machine.total() - reserve(), idleHeap);
        MemoryForecast forecast = forecast(workload, now);
        if (now.allow(forecast)) {
            return new Verdict.Fits(forecast);
        }
        String needs = "the run needs " + forecast + " (" + forecast.parts() + ")";
        if (most.allow(forecast)) {
            return new Verdict.Waits("memory: " + needs + "; " + gigabytes(now.outside()) + " of "
                    + gigabytes(machine.total()) + " are free outside the heap, and " + gigabytes(now.heap())
                    + " in it. " + suggestion(workload, now));
        }
        return new Verdict.Refused(needs + "; this trainer may use " + gigabytes(most.outside())
                + " outside the Java heap" + (configured.isPresent() ? " (wellstream.trainer.native-megabytes)" : "")
                + " and " + gigabytes(most.heap()) + " in it. " + suggestion(workload, most));
    }

    private MemoryForecast forecast(Workload workload, Limits limits) {
        List<MemoryPart> outside = engines.forRun(workload.run())
                .map(engine -> engine.memory(
                        workload.network(),
                        TrainingSettings.of(workload.run()),
                        workload.batchSize(),
                        workload.largestBatch()))
                .orElse(List.of());
        long left = limits.both() - MemoryPart.sum(outside);
        Fitted inHeap = new HeapMemory(workload).within(Math.min(limits.heap(), left), mostBatches);
        return new MemoryForecast(outside, inHeap.parts(), inHeap.window());
    }

    /** The bytes that a run may take outside the heap, in it, and together. */
    private record Limits(long outside, long heap, long both) {
        boolean allow(MemoryForecast forecast) {
            return forecast.outsideBytes() <= outside
                    && forecast.heapBytes() <= heap
                    && forecast.outsideBytes() + forecast.heapBytes() <= both;
        }
    }

    private Limits limits(long both, long inHeap) {
        return new Limits(configured.orElse(both), inHeap, configured.isPresent() ? Long.MAX_VALUE : both);
    }

    private String suggestion(Workload workload, Limits limits) {
        Predicate<Workload> fits = other -> limits.allow(forecast(other, limits));
        int batch = workload.batchSize() - 1;
        while (batch >= SMALLEST_BATCH && !fits.test(workload.withBatchSize(batch))) {
            batch--;
        }
        int side = (workload.run().getImageSide() - 1) / SIDE_STEP * SIDE_STEP;
        while (side >= SMALLEST_SIDE && !fits.test(workload.withSide(side))) {
            side -= SIDE_STEP;
        }
        String fitting = batch < SMALLEST_BATCH ? "" : "a batch of " + batch;
        if (side >= SMALLEST_SIDE) {
            fitting += (fitting.isEmpty() ? "" : ", or with ") + "a side of " + side + " pixels";
        }
        return fitting.isEmpty()
                ? "No smaller batch or side fits: it needs a trainer with more memory"
                : "It fits with " + fitting;
    }

    private long heapFree() {
        long free = heap.free();
        idleHeap = Math.max(idleHeap, free); // less is free while a run is in training
        return free;
    }

    /** What this process can get, and what it has from earlier runs and will use again. */
    private long free() {
        long resident = machine.resident();
        if (idleResident == 0) {
            idleResident = resident;
        }
        long reusable = Math.max(0, resident - idleResident);
        return Math.max(0, machine.available() + reusable - reserve());
    }

    /** For the page cache and for other processes that grow: a tenth, at most 1 GB. */
    private long reserve() {
        return Math.min(1_000_000_000, machine.total() / 10);
    }
}
