package io.wellstream.imaging.score;

import java.util.List;

/**
 * The share of wells predicted correctly over several experiments, with a 95 % interval of what another experiment of the kind has on
 * average. Wells of one experiment resemble each other, so the experiments are the sample: the interval is Student's t with one
 * degree of freedom less than experiments, and never narrower than if all wells were independent ({@link Accuracy}). Of a single
 * experiment only the latter is known.
 *
 * <p>A bootstrap by experiment, which this was before, promises too much. In {@code PooledAccuracyTest}, where experiments of 1,108
 * wells have accuracies of 0.4 ± 0.1, intervals meant to hold the true accuracy in 95 % of cases held it in about:
 *
 * <table>
 * <caption>Coverage of 95 % intervals</caption>
 * <tr><th>experiments</th><th>bootstrap</th><th>never narrower than independent wells</th><th>this</th></tr>
 * <tr><td>2</td><td>50 %</td><td>52 %</td><td>95 %</td></tr>
 * <tr><td>3</td><td>75 %</td><td>75 %</td><td>95 %</td></tr>
 * <tr><td>5</td><td>83 %</td><td>84 %</td><td>95 %</td></tr>
 * <tr><td>8</td><td>88 %</td><td>88 %</td><td>95 %</td></tr>
 * </table>
 *
 * @param experiments their number
 * @param low lower end of the interval, 0…1
 * @param high upper end of the interval, 0…1
 */
public record PooledAccuracy(Accuracy all, int experiments, double low, double high) {
    /** At least one experiment. */
    public static PooledAccuracy of(List<Accuracy> experiments) {
        double[] correct = experiments.stream().mapToDouble(Accuracy::correct).toArray();
        long[] wells = experiments.stream().mapToLong(Accuracy::n).toArray();
        Accuracy all = new Accuracy(
                experiments.stream().mapToLong(Accuracy::correct).sum(),
                experiments.stream().mapToLong(Accuracy::n).sum());
        if (experiments.size() == 1) {
            return new PooledAccuracy(all, 1, all.low(), all.high());
        }
        double half = Student.halfWidth(correct, wells);
        return new PooledAccuracy(
                all,
                experiments.size(),
                Math.clamp(all.value() - half, 0, all.low()),
                Math.clamp(all.value() + half, all.high(), 1));
    }
}
