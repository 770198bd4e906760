package io.wellstream.trainer.bench;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.memory.MachineMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the training speed of an engine: a separate process that trains one network on prepared batches for a number of seconds
 * and prints samples per second (the median over the steps, and both quartiles), billions of multiply-adds per second, what share that is
 * of a large matrix product's (model FLOP utilisation; NaN if unknown), the peak of the process's memory in bytes, and the engine.
 */
public final class TrainingPace {
    /** The prefix of the line with the result; libraries print other lines. */
    public static final String RESULT = "training ";

    private static final int WARM_UP = 5; // the first steps compile kernels and allocate memory
    private static final int LEAST_STEPS = 5;
    private static final int PASSES = 3; // forward, and backward to inputs and to weights
    private static final int BATCHES = 4;

    private TrainingPace() {}

    public static void main(String[] args) {
        BenchRun run = BenchRun.parse(args);
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            batches.add(run.noise(i));
        }
        double[] speeds = speeds(run, batches);
        double median = speeds[speeds.length / 2];
        double multiplyAdds = median * PASSES * run.spec().multiplyAdds();
        long peakBytes = MachineMemory.ofThisMachine().peakResident();
        double utilisation = multiplyAdds / run.peakMultiplyAdds().orElse(Double.NaN);
        System.out.println(RESULT
                + String.format(
                        Locale.ROOT,
                        "%.2f %.2f %.2f %.2f %.3f %d %s",
                        median,
                        speeds[speeds.length / 4],
                        speeds[speeds.length * 3 / 4],
                        multiplyAdds / 1e9,
                        utilisation,
                        peakBytes,
                        run.engine().describe()));
    }

    /** Samples per second of each step, in ascending order. */
    private static double[] speeds(BenchRun run, List<Batch> batches) {
        List<Double> speeds = new ArrayList<>();
        try (Network network = run.engine().create(run.spec(), new TrainingSettings(Optimizer.ADAM, 0.1, 0), 1)) {
            long end = Long.MAX_VALUE;
            for (int step = 0; step < WARM_UP + LEAST_STEPS || System.nanoTime() < end; step++) {
                long started = System.nanoTime();
                if (step == WARM_UP) {
                    end = started + (long) (run.extent() * 1e9);
                }
                var unused = network.step(batches.get(step % BATCHES), 1e-4, step);
                if (step >= WARM_UP) {
                    speeds.add(run.batch() * 1e9 / (System.nanoTime() - started));
                }
            }
        }
        return speeds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
