package io.wellstream.local.cli.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How well profiles retrieve those that belong to them: all profiles that are paired with one are ranked by cosine similarity, and the
 * average precision says how far the positive pairs are in front of the negative ones (Kalinin et al., Nature Communications 2025; copairs).
 */
public final class Retrieval {
    private Retrieval() {}

    /**
     * Which profiles are compared, by the columns of metadata in which two profiles have the same value or different ones.
     *
     * @param positiveSame pairs that should be similar have the same values in these columns
     * @param positiveDiffer and different values in all of these
     * @param negativeSame pairs to compare with
     * @param negativeDiffer and different values in all of these
     */
    public record Pairs(
            List<String> positiveSame,
            List<String> positiveDiffer,
            List<String> negativeSame,
            List<String> negativeDiffer) {
        /** Replicates of a treatment among the controls of the same plate. */
        static final Pairs REPLICATES = new Pairs(
                List.of(Profiler.TREATMENT),
                List.of(),
                List.of(Profiler.PLATE),
                List.of(Profiler.TREATMENT, Profiler.TYPE));
        /** Replicates of a treatment among all other treatments. */
        static final Pairs TREATMENTS =
                new Pairs(List.of(Profiler.TREATMENT), List.of(), List.of(), List.of(Profiler.TREATMENT));
    }

    /**
     * The average precision of one profile.
     *
     * @param positive pairs
     * @param total pairs
     * @param average NaN without a positive pair
     */
    public record Precision(int positive, int total, double average) {}

    /** The precision of every row of a table, in its order. */
    public static List<Precision> precisions(ProfileTable table, Pairs pairs) {
        int[][] positiveSame = codes(table, pairs.positiveSame());
        int[][] positiveDiffer = codes(table, pairs.positiveDiffer());
        int[][] negativeSame = codes(table, pairs.negativeSame());
        int[][] negativeDiffer = codes(table, pairs.negativeDiffer());
        double[][] unit = unit(table);
        return IntStream.range(0, unit.length)
                .parallel()
                .mapToObj(query -> {
                    List<double[]> ranked = new ArrayList<>(); // similarity, and 1 for a positive pair
                    for (int other = 0; other < unit.length; other++) {
                        boolean positive = same(positiveSame, query, other) && differ(positiveDiffer, query, other);
                        boolean negative = same(negativeSame, query, other) && differ(negativeDiffer, query, other);
                        if (other != query && (positive || negative)) {
                            ranked.add(new double[] {dot(unit[query], unit[other]), positive ? 1 : 0});
                        }
                    }
                    return precision(ranked);
                })
                .toList();
    }

    /** Of equal similarities, positive pairs come first. */
    private static Precision precision(List<double[]> ranked) {
        ranked.sort((a, b) -> a[0] == b[0] ? Double.compare(b[1], a[1]) : Double.compare(b[0], a[0]));
        int positive = 0;
        double sum = 0;
        for (int i = 0; i < ranked.size(); i++) {
            if (ranked.get(i)[1] == 1) {
                positive++;
                sum += (double) positive / (i + 1);
            }
        }
        return new Precision(positive, ranked.size(), sum / positive);
    }

    /** The values of columns as numbers, [column, row]. */
    private static int[][] codes(ProfileTable table, List<String> columns) {
        int[][] codes = new int[columns.size()][];
        for (int i = 0; i < codes.length; i++) {
            Map<String, Integer> seen = new HashMap<>();
            codes[i] = table.values(columns.get(i)).stream()
                    .mapToInt(value -> seen.computeIfAbsent(value, key -> seen.size()))
                    .toArray();
        }
        return codes;
    }

    private static boolean same(int[][] columns, int a, int b) {
        return Arrays.stream(columns).allMatch(column -> column[a] == column[b]);
    }

    private static boolean differ(int[][] columns, int a, int b) {
        return Arrays.stream(columns).noneMatch(column -> column[a] == column[b]);
    }

    /** The features at length 1, [row, feature]. */
    private static double[][] unit(ProfileTable table) {
        double[][] unit = new double[table.rows().size()][];
        for (int i = 0; i < unit.length; i++) {
            float[] features = table.rows().get(i).features();
            double[] values = new double[features.length];
            for (int f = 0; f < values.length; f++) {
                values[f] = features[f];
            }
            double length = Math.sqrt(dot(values, values));
            for (int f = 0; f < values.length; f++) {
                values[f] = length > 0 ? values[f] / length : 0;
            }
            unit[i] = values;
        }
        return unit;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
