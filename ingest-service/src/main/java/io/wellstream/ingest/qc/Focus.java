package io.wellstream.ingest.qc;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How sharp images are: the variance of the Laplacian (LAPV in Pertuz et al., 2013), divided by the variance of the grey levels, so that it
 * does not depend on brightness. A blurred image has less than a sharp one of the same cells.
 */
public final class Focus {
    private static final int FEWEST_PLATES = 4;
    private static final double LOW = 0.5;

    private Focus() {}

    /**
     * The focus of a plate's channel.
     *
     * @param channel from 0
     * @param median over the plate's images
     * @param factor of the median over all plates of the same cell type; 1 if they are too few to compare
     */
    record Finding(int channel, double median, double factor) {
        boolean isLow() {
            return factor < LOW;
        }

        /** @param number the channel's */
        String says(int number) {
            return "channel %d is out of focus: its images are %.2f times as sharp as those of other plates of the cell type"
                    .formatted(number, factor);
        }
    }

    /** The focus of a plane; 0 if all its pixels are equal. */
    public static float of(Plane plane) {
        long sum = 0;
        long squares = 0;
        for (int y = 1; y < plane.height() - 1; y++) {
            for (int x = 1; x < plane.width() - 1; x++) {
                int laplacian = plane.at(x - 1, y)
                        + plane.at(x + 1, y)
                        + plane.at(x, y - 1)
                        + plane.at(x, y + 1)
                        - 4 * plane.at(x, y);
                sum += laplacian;
                squares += (long) laplacian * laplacian;
            }
        }
        double sd = plane.statistics().sd();
        double count = Math.max(1.0, (plane.width() - 2.0) * (plane.height() - 2.0));
        double mean = sum / count;
        return sd == 0 ? 0 : (float) ((squares / count - mean * mean) / (sd * sd));
    }

    /** The focus of plates, which are added one after another and then compared; of each, a median per channel is kept. */
    static final class Plates {
        private final int channels;
        private final Map<String, Map<PlateId, double[]>> byCellType = new TreeMap<>();

        Plates(int channels) {
            this.channels = channels;
        }

        /** @param wells all of the plate, at least one */
        void add(PlateId plate, Collection<WellIngested> wells) {
            byCellType
                    .computeIfAbsent(wells.iterator().next().getCellType(), type -> new TreeMap<>())
                    .put(plate, medians(wells, channels));
        }

        /** The findings of each plate, one per channel. */
        Map<PlateId, List<Finding>> compare() {
            Map<PlateId, List<Finding>> findings = new TreeMap<>();
            for (Map<PlateId, double[]> alike : byCellType.values()) {
                double[] usual = usual(alike.values());
                alike.forEach((plate, medians) -> findings.put(plate, findings(medians, usual, alike.size())));
            }
            return findings;
        }

        private double[] usual(Collection<double[]> plates) {
            double[] usual = new double[channels];
            for (int channel = 0; channel < channels; channel++) {
                int at = channel;
                usual[channel] = median(plates.stream()
                        .map(medians -> medians[at])
                        .filter(known -> known > 0)
                        .toList());
            }
            return usual;
        }

        private List<Finding> findings(double[] medians, double[] usual, int plates) {
            List<Finding> found = new ArrayList<>();
            for (int channel = 0; channel < channels; channel++) {
                boolean comparable = plates >= FEWEST_PLATES && usual[channel] > 0 && medians[channel] > 0;
                found.add(new Finding(channel, medians[channel], comparable ? medians[channel] / usual[channel] : 1));
            }
            return found;
        }
    }

    private static double[] medians(Collection<WellIngested> wells, int channels) {
        double[] medians = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            List<Double> all = new ArrayList<>();
            for (WellIngested well : wells) {
                for (IngestedSite site : well.getSitesList()) {
                    double focus = site.getImages(channel).getFocus();
                    if (focus > 0) {
                        all.add(focus);
                    }
                }
            }
            medians[channel] = median(all);
        }
        return medians;
    }

    /** The lower one of an even count; 0 of none. */
    private static double median(List<Double> values) {
        return values.isEmpty() ? 0 : values.stream().sorted().toList().get((values.size() - 1) / 2);
    }
}
