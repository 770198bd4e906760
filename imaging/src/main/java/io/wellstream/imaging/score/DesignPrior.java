package io.wellstream.imaging.score;

import java.util.Arrays;

/**
 * Labels the wells of an experiment together: a treatment occurs in it a declared number of times, so the most probable labels of
 * all wells are an assignment and not the best label of each well.
 */
public final class DesignPrior {
    private DesignPrior() {}

    /**
     * The classes that maximise the sum of the wells' scores, each class at most {@code repeats} times.
     *
     * @param logScores [well][class], log-probabilities; negative infinity where a class cannot be in the well
     * @param repeats how often a treatment occurs in the experiment
     * @return [well], a class
     * @throws LinearAssignment.InfeasibleException if the wells cannot all have a class
     */
    public static int[] assign(double[][] logScores, int repeats) {
        if (repeats < 1) {
            throw new IllegalArgumentException(repeats + " repeats of a treatment; expected 1 or more");
        }
        if (logScores.length == 0) {
            return new int[0];
        }
        int classes = logScores[0].length;
        if (logScores.length > (long) classes * repeats) {
            throw new LinearAssignment.InfeasibleException(logScores.length + " wells and " + classes
                    + " classes that occur " + repeats + " times each in an experiment");
        }
        int[] columns = LinearAssignment.maximise(repeats == 1 ? logScores : repeated(logScores, repeats));
        return Arrays.stream(columns).map(column -> column / repeats).toArray();
    }

    /** Every class next to its copies. */
    private static double[][] repeated(double[][] scores, int repeats) {
        double[][] wide = new double[scores.length][];
        for (int well = 0; well < scores.length; well++) {
            wide[well] = new double[scores[well].length * repeats];
            for (int column = 0; column < wide[well].length; column++) {
                wide[well][column] = scores[well][column / repeats];
            }
        }
        return wide;
    }
}
