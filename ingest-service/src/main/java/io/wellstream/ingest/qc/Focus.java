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

    /** The findings of each plate, one per channel. */
    static Map<PlateId, List<Finding>> compare(Map<PlateId, ? extends Map<?, WellIngested>> plates, int channels) {
        Map<String, Map<PlateId, double[]>> byCellType = new TreeMap<>();
        plates.forEach((plate, wells) -> wells.values().stream().findFirst().ifPresent(first -> byCellType
                .computeIfAbsent(first.getCellType(), type -> new TreeMap<>())
                .put(plate, medians(wells.values(), channels))));
        Map<PlateId, List<Finding>> findings = new TreeMap<>();
        byCellType
                .values()
                .forEach(alike -> alike.forEach((plate, medians) -> {
                    List<Finding> found = new ArrayList<>();
                    for (int channel = 0; channel < channels; channel++) {
                        int at = channel;
                        double usual = median(alike.values().stream()
                                .map(plateMedians -> plateMedians[at])
                                .filter(known -> known > 0)
                                .toList());
                        boolean comparable = alike.size() >= FEWEST_PLATES && usual > 0 && medians[channel] > 0;
                        found.add(new Finding(channel, medians[channel], comparable ? medians[channel] / usual : 1));
                    }
                    findings.put(plate, found);
                }));
        return findings;
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
