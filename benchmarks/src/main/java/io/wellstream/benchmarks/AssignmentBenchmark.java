package io.wellstream.benchmarks;

import io.wellstream.imaging.score.LinearAssignment;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time of the design prior for one RxRx1 experiment: 1,108 wells that share 1,108 treatments. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AssignmentBenchmark {
    private static final int TREATMENTS = 1_108;

    /** How much more likely than noise the true treatment is: 0 is noise only, 6 a good model. */
    @Param({"0", "2", "6"})
    double signal;

    private final double[][] scores = new double[TREATMENTS][TREATMENTS]; // [well][treatment], log-probabilities

    @Setup
    public void draw() {
        SplittableRandom random = new SplittableRandom(1);
        for (int well = 0; well < TREATMENTS; well++) {
            double sum = 0;
            for (int treatment = 0; treatment < TREATMENTS; treatment++) {
                double logit = 2 * random.nextGaussian() + (treatment == well ? signal : 0);
                scores[well][treatment] = logit;
                sum += Math.exp(logit);
            }
            for (int treatment = 0; treatment < TREATMENTS; treatment++) {
                scores[well][treatment] -= Math.log(sum);
            }
        }
    }

    @Benchmark
    public int[] assign() {
        return LinearAssignment.maximise(scores);
    }
}
