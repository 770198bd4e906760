package io.wellstream.imaging.normalize;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Mean and standard deviation per channel over whole sites of the training experiments; fixed with the model.
 *
 * @param statistics pooled over all pixels
 */
public record DatasetStatistics(ChannelStatistics statistics) {
    /** Pools sites with equal weights. Their order does not matter. */
    public static DatasetStatistics of(Collection<SiteStatistics> training) {
        if (training.isEmpty()) {
            throw new IllegalArgumentException("no training sites to take statistics from");
        }
        List<SiteStatistics> sorted = training.stream()
                .sorted(Comparator.comparing(SiteStatistics::site))
                .toList();
        return new DatasetStatistics(Moments.mean(sorted.stream()
                        .map(site -> Moments.of(site.statistics()))
                        .toList())
                .statistics());
    }
}
