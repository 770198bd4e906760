package io.wellstream.imaging.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearAssignmentTest {
    private static final double FORBIDDEN = Double.NEGATIVE_INFINITY;

    @Property(tries = 500)
    void noOtherAssignmentScoresMore(
            @ForAll @IntRange(min = 1, max = 6) int rows,
            @ForAll @IntRange(max = 2) int more,
            @ForAll @IntRange(min = 1, max = 1_000) int levels,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] score = new double[rows][rows + more];
        for (double[] row : score) {
            Arrays.setAll(row, column -> random.nextInt(-levels, levels) / 7.0);
        }

        int[] columns = LinearAssignment.maximise(score);

        assertThat(columns).doesNotHaveDuplicates();
        assertThat(total(score, columns)).isCloseTo(best(score, 0, new boolean[rows + more]), within(1e-9));
        assertThat(LinearAssignment.maximise(score)).isEqualTo(columns);
    }

    @Property(tries = 500)
    void aForbiddenPairIsTakenByNoAssignmentOrThereIsNone(
            @ForAll @IntRange(min = 1, max = 5) int rows, @ForAll @IntRange(max = 2) int more, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] score = new double[rows][rows + more];
        for (double[] row : score) {
            Arrays.setAll(row, column -> random.nextInt(2) == 0 ? FORBIDDEN : random.nextDouble());
        }
        double best = best(score, 0, new boolean[rows + more]);

        if (best == FORBIDDEN) {
            assertThatExceptionOfType(LinearAssignment.InfeasibleException.class)
                    .isThrownBy(() -> LinearAssignment.maximise(score));
        } else {
            assertThat(total(score, LinearAssignment.maximise(score))).isCloseTo(best, within(1e-9));
        }
    }

    /**
     * Optima of scipy.optimize.linear_sum_assignment(a, maximize=True), SciPy 1.17.1 on CPython 3.11, for the matrix of {@link
     * #published}. An optimum's sum is unique even where its assignment is not.
     */
    @ParameterizedTest
    @CsvSource({
        "3, 5, 2276195",
        "6, 9, 5056968",
        "20, 20, 16924669",
        "50, 80, 46736277",
        "277, 277, 274511291",
        "300, 1108, 299611930",
        "1108, 1108, 1105836920"
    })
    void theOptimumEqualsThatOfAPublishedSolver(int rows, int columns, long optimum) {
        double[][] score = published(rows, columns);

        int[] assigned = LinearAssignment.maximise(score);

        assertThat(assigned).doesNotHaveDuplicates();
        assertThat((long) total(score, assigned)).isEqualTo(optimum);
    }

    /** The same solver's columns, in cases small enough to have one optimum. */
    @Test
    void theColumnsAreThoseOfAPublishedSolver() {
        assertThat(LinearAssignment.maximise(published(3, 5))).containsExactly(4, 1, 0);
        assertThat(LinearAssignment.maximise(published(6, 9))).containsExactly(8, 6, 0, 5, 7, 3);
    }

    @Test
    void equalScoresGiveTheSameColumnsEveryTime() {
        int[] columns = LinearAssignment.maximise(new double[3][5]);

        assertThat(columns).containsExactly(0, 1, 2);
    }

    @Test
    void malformedScoresAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> LinearAssignment.maximise(new double[2][1]));
        assertThatIllegalArgumentException().isThrownBy(() -> LinearAssignment.maximise(new double[][] {{Double.NaN}}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearAssignment.maximise(new double[][] {{1, 2}, {1, 2, 3}}));
        assertThat(LinearAssignment.maximise(new double[0][])).isEmpty();
    }

    private static double[][] published(int rows, int columns) {
        double[][] score = new double[rows][columns];
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < columns; j++) {
                score[(int) i][(int) j] = (i * 7919 + j * 104729 + i * j * 1299709 + i * i % 1009 * 15485863) % 1000003;
            }
        }
        return score;
    }

    private static double total(double[][] score, int[] columns) {
        double sum = 0;
        for (int row = 0; row < columns.length; row++) {
            sum += score[row][columns[row]];
        }
        return sum;
    }

    /** Tries all assignments. */
    private static double best(double[][] score, int row, boolean[] taken) {
        if (row == score.length) {
            return 0;
        }
        double best = FORBIDDEN;
        for (int column = 0; column < taken.length; column++) {
            if (!taken[column]) {
                taken[column] = true;
                best = Math.max(best, score[row][column] + best(score, row + 1, taken));
                taken[column] = false;
            }
        }
        return best;
    }
}
