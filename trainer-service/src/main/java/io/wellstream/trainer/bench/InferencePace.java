package io.wellstream.trainer.bench;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import java.util.Locale;

/**
 * Measures the inference speed of a training engine, to compare it with other engines: a separate process that runs one
 * network over a prepared batch for a number of seconds and prints the number of samples and of seconds.
 */
public final class InferencePace {
    /** The prefix of the line with the result; libraries print other lines. */
    public static final String RESULT = "pace ";

    private InferencePace() {}

    public static void main(String[] args) {
        BenchRun run = BenchRun.parse(args);
        Batch batch = run.noise(1);
        try (Network network = run.engine().create(run.spec(), new TrainingSettings(Optimizer.ADAM, 0, 0), 1)) {
            measure(network, batch, run.extent() / 2); // warm-up
            System.out.println(RESULT + measure(network, batch, run.extent()));
        }
    }

    private static String measure(Network network, Batch batch, double seconds) {
        long start = System.nanoTime();
        long samples = 0;
        double passed;
        do {
            samples += network.logits(batch).length;
            passed = (System.nanoTime() - start) / 1e9;
        } while (passed < seconds);
        return String.format(Locale.ROOT, "%d %.3f", samples, passed);
    }
}
