package io.wellstream.trainer.memory;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.checkpoint.Spool;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.plan.EffectiveSpecification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Measures the memory that training takes, to compare it with the forecast: trains on noise for some steps, validates, saves and
 * exports as a run does. It measures the whole process, which should do nothing else.
 */
public final class MemoryMeasurement {
    /** Of what is free; the rest is left to other processes. */
    private static final double USABLE = 0.9;

    private static final TrainingSettings SETTINGS = new TrainingSettings(Optimizer.ADAM, 0, 0);
    private static final int WINDOW = 4;
    private static final int SMALLEST_BATCH = 2;
    private static final int VALIDATION_BATCHES = 3;

    private final Engine engine;
    private final MachineMemory machine = MachineMemory.ofThisMachine();
    private final Spool spool = Spool.in(Path.of(System.getProperty("java.io.tmpdir")));

    public MemoryMeasurement(Engine engine) {
        this.engine = engine;
    }

    /**
     * What was trained, with default settings apart from these; of the network, its name and its depth.
     *
     * @param batch samples
     * @param adaptation as in a run's specification
     */
    public record Setup(NetworkSettings network, int channels, int side, int classes, int batch, String adaptation) {
        private Workload workload() {
            RunSpecification run = EffectiveSpecification.of(RunSpecification.newBuilder()
                    .setDataset("noise")
                    .setNetwork(io.wellstream.proto.v1.NetworkSettings.newBuilder()
                            .setName(network.name())
                            .setDepth(network.body().depth()))
                    .setImageSide(side)
                    .setBatchSize(batch)
                    .setAdaptation(adaptation)
                    .build());
            return new Workload(run, new Workload.Images(channels, Depth.EIGHT), classes, PlanMemory.NONE, 0);
        }
    }

    /**
     * The figures in bytes.
     *
     * @param batch that was measured: the size asked for, or the largest below it that fits into what is free
     * @param outside forecast, outside the heap
     * @param heap forecast, in the heap
     * @param measured by how much the process grew at its peak
     */
    public record Result(int batch, long outside, long heap, long measured) {}

    public Result measure(Setup setup, int steps) {
        Workload workload = fitting(setup.workload(), (long) (USABLE * machine.available()));
        MemoryForecast forecast = forecast(workload);
        System.gc(); // or garbage of the start counts as growth
        long before = machine.resident();
        train(workload, steps);
        return new Result(
                workload.batchSize(), forecast.outsideBytes(), forecast.heapBytes(), machine.peakResident() - before);
    }

    private Workload fitting(Workload asked, long available) {
        Workload workload = asked;
        while (workload.batchSize() > SMALLEST_BATCH && bytes(forecast(workload)) > available) {
            workload = workload.withBatchSize(workload.batchSize() - 1);
        }
        return workload;
    }

    private static long bytes(MemoryForecast forecast) {
        return forecast.outsideBytes() + forecast.heapBytes();
    }

    private MemoryForecast forecast(Workload workload) {
        return new MemoryForecast(
                engine.memory(workload.network(), SETTINGS, workload.batchSize(), workload.largestBatch()),
                new HeapMemory(workload).within(Long.MAX_VALUE, WINDOW).parts(),
                WINDOW);
    }

    private void train(Workload workload, int steps) {
        List<Batch> window = new ArrayList<>();
        for (int i = 0; i <= WINDOW; i++) {
            window.add(Batch.decode(noise(workload, workload.batchSize(), i).encode()));
        }
        boolean adapting = !workload.run().getAdaptation().isEmpty();
        MixedBatch first = MixedBatch.unmixed(window.getFirst());
        MixedBatch measured =
                adapting ? MixedBatch.unmixed(noise(workload, workload.largestBatch(), window.size())) : first;
        try (Network network = engine.create(workload.network(), SETTINGS, 1)) {
            for (int step = 0; step < steps; step++) {
                var unused = network.step(window.get(step % window.size()), 1e-4, step);
            }
            for (int i = 0; i < VALIDATION_BATCHES; i++) {
                var unused =
                        adapting ? network.logits(first, network.measure(measured)) : network.logits(window.get(i));
            }
            var unusedDigest = network.parametersSha256();
            spool.write(network::save).close();
            spool.write(network::toOnnx).close();
            var unused = network.step(window.getFirst(), 1e-4, steps);
        }
    }

    private static Batch noise(Workload workload, int samples, int seed) {
        int side = workload.run().getImageSide();
        byte[] pixels = new byte[samples * workload.channels() * side * side];
        new SplittableRandom(seed).nextBytes(pixels);
        float[] scale = new float[samples * workload.channels()];
        Arrays.fill(scale, 1f / 64);
        float[] offset = new float[scale.length];
        Arrays.fill(offset, -2f);
        int[] labels = new int[samples];
        Arrays.setAll(labels, i -> i % workload.classes());
        return new Batch(workload.channels(), side, pixels, scale, offset, labels);
    }
}
