package io.wellstream.trainer.bench;

import io.wellstream.trainer.memory.MemoryMeasurement;
import io.wellstream.trainer.memory.MemoryMeasurement.Result;
import io.wellstream.trainer.memory.MemoryMeasurement.Setup;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import java.util.Arrays;

/**
 * Measures the memory that an engine takes to train one network for a number of steps, in a separate process, and compares it with the
 * forecast. A batch that does not fit is made smaller.
 */
public final class TrainingMemory {
    /** The prefix of the line with the result; libraries print other lines. */
    public static final String RESULT = "memory ";

    private TrainingMemory() {}

    /**
     * Prints the result as {@code memory BATCH FORECAST-OUTSIDE FORECAST-HEAP MEASURED}, in bytes.
     *
     * @param args those of every measurement, and the run's adaptation
     */
    public static void main(String[] args) {
        int last = args.length - 1;
        BenchRun run = BenchRun.parse(Arrays.copyOf(args, last));
        NetworkSpec spec = run.spec();
        Setup setup = new Setup(
                NetworkSettings.parse(args[3]), spec.channels(), spec.side(), spec.classes(), run.batch(), args[last]);
        Result result = new MemoryMeasurement(run.engine()).measure(setup, (int) run.extent());
        System.out.println(
                RESULT + result.batch() + " " + result.outside() + " " + result.heap() + " " + result.measured());
    }
}
