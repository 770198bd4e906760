package io.wellstream.imaging.score;

import java.util.Arrays;

/**
 * The exact solution of the rectangular linear assignment problem: assigns a different column to each row such that the sum of the
 * scores is maximal. Of several solutions it always gives the same one.
 *
 * <p>Shortest augmenting paths with potentials, O(rows² × columns): R. Jonker and A. Volgenant, <i>A shortest augmenting path
 * algorithm for dense and sparse linear assignment problems</i>, Computing 38 (1987) 325–340, in the rectangular form of D. F.
 * Crouse, <i>On implementing 2D rectangular assignment algorithms</i>, IEEE Trans. Aerospace and Electronic Systems 52 (2016)
 * 1679–1696, without their initialisation.
 */
public final class LinearAssignment {
    private static final int NONE = -1;

    private final double[][] score; // [row][column]
    private final int columns;
    private final double[] rowPotential;
    private final double[] columnPotential;
    private final int[] columnOfRow;
    private final int[] rowOfColumn;

    // State of the current search.
    private final double[] distance; // [column], of the shortest path found so far
    private final int[] previousRow; // [column], on that path
    private final int[] open; // columns without a final distance
    private final int[] reachedRows;
    private final boolean[] reachedColumn;
    private int openCount;
    private int reachedRowCount;
    private double reach; // length of the path to the column reached last

    private LinearAssignment(double[][] score, int columns) {
        this.score = score;
        this.columns = columns;
        rowPotential = new double[score.length];
        columnPotential = new double[columns];
        columnOfRow = new int[score.length];
        rowOfColumn = new int[columns];
        distance = new double[columns];
        previousRow = new int[columns];
        open = new int[columns];
        reachedRows = new int[score.length];
        reachedColumn = new boolean[columns];
        Arrays.fill(columnOfRow, NONE);
        Arrays.fill(rowOfColumn, NONE);
    }

    /**
     * The column of each row.
     *
     * @param score [row][column], at least as many columns as rows; negative infinity forbids a pair
     * @throws InfeasibleException if the forbidden pairs leave no assignment
     */
    public static int[] maximise(double[][] score) {
        int columns = score.length == 0 ? 0 : score[0].length;
        if (columns < score.length) {
            throw new IllegalArgumentException(
                    score.length + " rows and " + columns + " columns; expected at least as many columns as rows");
        }
        for (double[] row : score) {
            requireScores(row, columns);
        }
        LinearAssignment assignment = new LinearAssignment(score, columns);
        for (int row = 0; row < score.length; row++) {
            assignment.assign(row);
        }
        return assignment.columnOfRow;
    }

    private static void requireScores(double[] row, int columns) {
        if (row.length != columns) {
            throw new IllegalArgumentException("rows of " + columns + " and of " + row.length + " columns");
        }
        for (double value : row) {
            if (Double.isNaN(value) || value == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("a score of " + value + "; expected a number or negative infinity");
            }
        }
    }

    /** Assigns a column to the row along the shortest alternating path, which moves rows that already have one. */
    private void assign(int row) {
        int sink = search(row);
        rowPotential[row] += reach;
        for (int i = 1; i < reachedRowCount; i++) {
            int other = reachedRows[i];
            rowPotential[other] += reach - distance[columnOfRow[other]];
        }
        for (int column = 0; column < columns; column++) {
            if (reachedColumn[column]) {
                columnPotential[column] -= reach - distance[column];
            }
        }
        int column = sink;
        while (column != NONE) {
            int owner = previousRow[column];
            rowOfColumn[column] = owner;
            int freed = columnOfRow[owner];
            columnOfRow[owner] = column;
            column = owner == row ? NONE : freed;
        }
    }

    /** Dijkstra's search from the row over reduced costs; returns the nearest free column. */
    private int search(int row) {
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        Arrays.fill(reachedColumn, false);
        for (int i = 0; i < columns; i++) {
            open[i] = columns - 1 - i;
        }
        openCount = columns;
        reachedRowCount = 0;
        reach = 0;
        int from = row;
        while (true) {
            reachedRows[reachedRowCount++] = from;
            int nearest = relax(from);
            if (nearest == NONE) {
                throw new InfeasibleException("the forbidden pairs leave row " + row + " and " + (reachedRowCount - 1)
                        + " other rows without enough columns");
            }
            int column = open[nearest];
            reach = distance[column];
            reachedColumn[column] = true;
            open[nearest] = open[--openCount];
            if (rowOfColumn[column] == NONE) {
                return column;
            }
            from = rowOfColumn[column];
        }
    }

    /** Updates the distances through the row; returns the index in {@link #open} of the nearest column, preferring a free one. */
    private int relax(int from) {
        double[] scores = score[from];
        double base = reach - rowPotential[from];
        double least = Double.POSITIVE_INFINITY;
        int nearest = NONE;
        for (int i = 0; i < openCount; i++) {
            int column = open[i];
            double through = base - scores[column] - columnPotential[column];
            if (through < distance[column]) {
                distance[column] = through;
                previousRow[column] = from;
            }
            double to = distance[column];
            if (to < least || (to == least && nearest != NONE && rowOfColumn[column] == NONE)) {
                least = to;
                nearest = i;
            }
        }
        return nearest;
    }

    /** No assignment avoids all forbidden pairs. */
    public static final class InfeasibleException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InfeasibleException(String message) {
            super(message);
        }
    }
}
