package io.wellstream.trainer.engine.dl4j;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Processor;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * Measures training steps with and without the native kernels, on random pixels. Its arguments are the network's name, the
 * side and the batch size: {@code stacked-resnet 96 32}. It prints samples per second of wall-clock and of processor time:
 * the median over the steps and the quartiles.
 */
public final class TrainingBenchmark {
    private static final int CHANNELS = 6;
    private static final int CLASSES = 24;
    private static final int WARM_UP = 6;
    private static final int STEPS = 24;

    private TrainingBenchmark() {}

    public static void main(String[] args) {
        String name = args.length > 0 ? args[0] : NetworkSpecs.STACKED_RESNET;
        int side = args.length > 1 ? Integer.parseInt(args[1]) : 96;
        int samples = args.length > 2 ? Integer.parseInt(args[2]) : 32;
        Engine engine = TinyTraining.engine(EngineName.DL4J);
        NetworkSpec spec = NetworkSpecs.named(NetworkSettings.defaults(name), CHANNELS, side, CLASSES);
        say("command   TrainingBenchmark %s %d %d", name, side, samples);
        say(
                "machine   %s, %d processors",
                Processor.family(), Runtime.getRuntime().availableProcessors());
        say("network   %.1f million multiply-adds a sample, forward", spec.multiplyAdds() / 1e6);
        say("engine    %s", engine.describe());
        measure("on", engine, spec, samples);
        System.setProperty("org.eclipse.deeplearning4j.helpers.disable", "true"); // read when a layer is created
        measure("off", engine, spec, samples);
    }

    private static void measure(String kernels, Engine engine, NetworkSpec spec, int samples) {
        Batch batch = TinyTraining.batch(spec, samples, 1);
        double[] wall = new double[STEPS];
        double[] processor = new double[STEPS];
        try (Network network = engine.create(spec, TinyTraining.ADAM, 1)) {
            for (int step = -WARM_UP; step < STEPS; step++) {
                long wallBefore = System.nanoTime();
                long processorBefore = processorNanos();
                network.step(batch, 1e-4, step + WARM_UP);
                if (step >= 0) {
                    processor[step] = samples * 1e9 / (processorNanos() - processorBefore);
                    wall[step] = samples * 1e9 / (System.nanoTime() - wallBefore);
                }
            }
        }
        say("kernels %-3s %s samples/s, %s samples per processor second", kernels, spread(wall), spread(processor));
    }

    private static String spread(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT, "%.1f (%.1f to %.1f)", sorted[STEPS / 2], sorted[STEPS / 4], sorted[STEPS * 3 / 4]);
    }

    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
