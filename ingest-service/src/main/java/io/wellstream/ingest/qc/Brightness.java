package io.wellstream.ingest.qc;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How bright each experiment is compared with the others of its cell type, per channel, on the scale of ln(mean): a robust z score and the
 * factor to the median. An experiment is flagged only if both are large, because a small difference is a large z where experiments vary
 * little.
 */
public final class Brightness {
    private static final int FEWEST_EXPERIMENTS = 4; // of a cell type; fewer do not show what is usual
    private static final double FAR_Z = 3.5;
    private static final double FAR_FACTOR = 2.5;
    private static final double SMALLEST_SPREAD = 0.1;
    private static final double MAD_TO_SD = 1.4826;
    private static final double DARKEST = 0.01; // grey levels; keeps the logarithm finite

    private Brightness() {}

    /**
     * One channel of one experiment.
     *
     * @param channel from 0
     * @param mean grey level
     * @param factor the ratio to the median of the cell type's experiments
     * @param z the robust z score
     */
    public record Finding(int channel, double mean, double factor, double z) {
        public boolean isFar() {
            return Math.abs(z) >= FAR_Z && Math.abs(Math.log(factor)) >= Math.log(FAR_FACTOR);
        }

        /** E.g. {@code channel 3 is 3.5 times brighter}, for a channel's number in file names. */
        String says(int number) {
            double times = factor >= 1 ? factor : 1 / factor;
            return "channel %d is %.1f times %s than usual for the cell type"
                    .formatted(number, times, factor >= 1 ? "brighter" : "darker");
        }
    }

    /** Compares experiments by their mean grey level per channel; those of a cell type with too few experiments are left out. */
    public static Map<ExperimentId, List<Finding>> compare(Map<ExperimentId, double[]> means) {
        return compare(means, CellType::of);
    }

    /** Compares experiments whose names do not tell their cell types. */
    static Map<ExperimentId, List<Finding>> compare(
            Map<ExperimentId, double[]> means, Function<ExperimentId, CellType> cellTypeOf) {
        Map<CellType, Map<ExperimentId, double[]>> byCellType = new TreeMap<>();
        means.forEach((experiment, channels) -> byCellType
                .computeIfAbsent(cellTypeOf.apply(experiment), cellType -> new TreeMap<>())
                .put(experiment, channels));
        Map<ExperimentId, List<Finding>> findings = new TreeMap<>();
        for (Map<ExperimentId, double[]> kin : byCellType.values()) {
            if (kin.size() >= FEWEST_EXPERIMENTS) {
                kin.forEach((experiment, channels) -> findings.put(experiment, findings(channels, kin)));
            }
        }
        return findings;
    }

    private static List<Finding> findings(double[] channels, Map<ExperimentId, double[]> kin) {
        Finding[] findings = new Finding[channels.length];
        for (int channel = 0; channel < channels.length; channel++) {
            int c = channel;
            double[] logs =
                    kin.values().stream().mapToDouble(means -> log(means[c])).toArray();
            double centre = median(logs);
            double spread = median(
                    Arrays.stream(logs).map(log -> Math.abs(log - centre)).toArray());
            double distance = log(channels[c]) - centre;
            double z = distance / Math.max(SMALLEST_SPREAD, MAD_TO_SD * spread);
            findings[c] = new Finding(c, channels[c], Math.exp(distance), z);
        }
        return List.of(findings);
    }

    private static double log(double mean) {
        return Math.log(Math.max(DARKEST, mean));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
