package io.wellstream.trainer.memory;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.checkpoint.Spool;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.engine.dl4j.Dl4jEngine;
import io.wellstream.trainer.engine.dl4j.NativeSettings;
import io.wellstream.wire.store.ObjectFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Measures the memory that one network takes, to compare it with the forecast: a separate process that trains on noise for some
 * steps, validates, saves and exports as a run does, and prints the forecast and by how much the process has grown at its peak.
 */
public final class MemoryMeasurement {
    /** The prefix of the line with the result; libraries print other lines. */
    public static final String RESULT = "memory ";

    private static final int WINDOW = 4;
    private static final int VALIDATION_BATCHES = 3;

    private final Engine engine;
    private final Path spool;

    private MemoryMeasurement(Engine engine, Path spool) {
        this.engine = engine;
        this.spool = spool;
    }

    /** Prints the result as {@code memory BATCH FORECAST-OUTSIDE FORECAST-HEAP MEASURED}, in bytes. */
    public static void main(String[] args) {
        if (args.length != 7) {
            throw new IllegalArgumentException(args.length
                    + " arguments; expected NETWORK CHANNELS SIDE CLASSES BATCH STEPS FOLDER, where a batch that does not"
                    + " fit is made smaller, and native code is unpacked into FOLDER");
        }
        MachineMemory machine = MachineMemory.ofThisMachine();
        Engine engine = Dl4jEngine.start(new NativeSettings(machine.total(), Path.of(args[6])));
        RunSpecification run = RunSpecification.newBuilder()
                .setNetwork(NetworkSettings.newBuilder().setName(args[0]))
                .setImageSide(Integer.parseInt(args[2]))
                .setBatchSize(Integer.parseInt(args[4]))
                .build();
        Workload asked = new Workload(run, Integer.parseInt(args[1]), Integer.parseInt(args[3]), 0, 0, 0);
        MemoryMeasurement measurement = new MemoryMeasurement(engine, Path.of(System.getProperty("java.io.tmpdir")));
        Workload fitting = measurement.fitting(asked, machine.available() * 9 / 10);
        MemoryForecast forecast = measurement.forecast(fitting);
        System.gc();
        long before = machine.resident();
        measurement.train(fitting, Integer.parseInt(args[5]));
        System.out.println(RESULT + fitting.batchSize() + " " + forecast.outsideBytes() + " " + forecast.heapBytes()
                + " " + (machine.peakResident() - before));
    }

    private Workload fitting(Workload asked, long available) {
        Workload workload = asked;
        while (workload.batchSize() > 2) {
            MemoryForecast forecast = forecast(workload);
            if (forecast.outsideBytes() + forecast.heapBytes() <= available) {
                return workload;
            }
            workload = workload.withBatchSize(workload.batchSize() - 1);
        }
        return workload;
    }

    private MemoryForecast forecast(Workload workload) {
        return new MemoryForecast(
                engine.memory(workload.network(), workload.batchSize()),
                new HeapMemory(workload).within(Long.MAX_VALUE, WINDOW).parts(),
                WINDOW);
    }

    private void train(Workload workload, int steps) {
        List<Batch> window = new ArrayList<>();
        for (int i = 0; i <= WINDOW; i++) {
            window.add(Batch.decode(noise(workload, i).encode()));
        }
        Spool files = Spool.in(spool);
        try (Network network =
                engine.create(workload.network(), new TrainingSettings(Optimizer.ADAM, 0, 0), 1)) {
            for (int step = 0; step < steps; step++) {
                var unused = network.step(window.get(step % window.size()), 1e-4, step);
            }
            for (int i = 0; i < VALIDATION_BATCHES; i++) {
                var unused = network.logits(window.get(i));
            }
            var unusedDigest = network.parametersSha256();
            write(files, network::save);
            write(files, network::toOnnx);
            var unused = network.step(window.getFirst(), 1e-4, steps);
        }
    }

    private static void write(Spool files, ObjectFile.Content content) {
        files.write(content).close();
    }

    private static Batch noise(Workload workload, int seed) {
        int samples = workload.batchSize();
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
