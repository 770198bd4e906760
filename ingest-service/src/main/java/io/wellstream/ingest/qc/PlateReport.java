package io.wellstream.ingest.qc;

import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.proto.v1.FailedSite;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is unusual about one plate. A flag tells a person in one line what to check; it does not stop the ingest.
 *
 * @param missingWells positions used on other plates, or in the metadata, without a whole site
 * @param maskedSites sites that are kept without a channel
 * @param missingOnAllPlates those that are missing on every plate of the experiment
 * @param duplicates files with the same bytes under several names
 * @param focus of each channel, compared with other plates of the cell type
 * @param brightness of the experiment compared with its cell type's others; empty if these are too few
 */
public record PlateReport(
        String experiment,
        String plate,
        int wells,
        List<String> missingWells,
        List<String> missingOnAllPlates,
        List<MissingSite> missingSites,
        List<MaskedSite> maskedSites,
        List<MixedSite> mixedSites,
        List<UselessImage> uselessImages,
        List<String> duplicates,
        List<ChannelFocus> focus,
        List<ChannelBrightness> brightness,
        List<String> flags) {
    /**
     * A site that was refused.
     *
     * @param channel 0 if the reason is not one of a single channel
     */
    public record MissingSite(String well, int site, int channel, String reason) {}

    /** A site whose channels do not show the same cells; {@code apart} are the numbers of the channels that do not fit. */
    public record MixedSite(String well, int site, float weakestLink, List<Integer> apart) {}

    /** @param channel as in file names */
    public record ChannelBrightness(int channel, double mean, double factor, double robustZ, boolean far) {}

    /**
     * The focus of a channel's images.
     *
     * @param channel as in file names
     * @param median over the plate's images; 0 if an earlier version ingested them
     */
    public record ChannelFocus(int channel, double median, double factor) {}

    /**
     * What other plates are compared with a plate for.
     *
     * @param brightness of its experiment
     * @param focus of its channels
     * @param duplicates files with the same bytes
     */
    record Compared(List<Brightness.Finding> brightness, List<Focus.Finding> focus, List<String> duplicates) {}

    /** @param channels the numbers of the screen's channels */
    static PlateReport of(
            PlateId plate, Collection<WellIngested> wells, Gaps gaps, Compared compared, List<Integer> channels) {
        List<MissingSite> missing = new ArrayList<>();
        List<MaskedSite> masked = new ArrayList<>();
        List<MixedSite> mixed = new ArrayList<>();
        List<UselessImage> useless = new ArrayList<>();
        for (WellIngested well : wells) {
            String position = well.getWell().getWell();
            useless.addAll(UselessImage.of(well, channels));
            masked.addAll(MaskedSite.of(well, channels));
            for (FailedSite site : well.getFailedSitesList()) {
                missing.add(new MissingSite(position, site.getSite(), site.getChannel(), site.getReason()));
            }
            for (IngestedSite site : well.getSitesList()) {
                if (site.getApartCount() > 0) {
                    mixed.add(new MixedSite(position, site.getSite(), site.getCoherence(), site.getApartList()));
                }
            }
        }
        List<ChannelBrightness> measured = compared.brightness().stream()
                .map(found -> new ChannelBrightness(
                        channels.get(found.channel()), found.mean(), found.factor(), found.z(), found.isFar()))
                .toList();
        List<String> everywhere = names(gaps.onAllPlatesOf(plate.experiment()));
        List<String> flags = new ArrayList<>();
        missing.forEach(site -> flags.add("well " + site.well() + " lacks site " + site.site() + ": " + site.reason()));
        masked.forEach(site -> flags.add(site.says()));
        mixed.forEach(site -> flags.add(says(site)));
        useless.forEach(image -> flags.add(image.says()));
        flags.addAll(compared.duplicates());
        compared.focus().stream()
                .filter(Focus.Finding::isLow)
                .forEach(found -> flags.add(found.says(channels.get(found.channel()))));
        compared.brightness().stream()
                .filter(Brightness.Finding::isFar)
                .forEach(found -> flags.add(found.says(channels.get(found.channel()))));
        if (!everywhere.isEmpty()) {
            flags.add("wells missing on all plates of the experiment: " + String.join(", ", everywhere));
        }
        return new PlateReport(
                plate.experiment().name(),
                plate.name(),
                wells.size(),
                names(gaps.of(plate)),
                everywhere,
                missing,
                masked,
                mixed,
                useless,
                compared.duplicates(),
                compared.focus().stream()
                        .map(found -> new ChannelFocus(channels.get(found.channel()), found.median(), found.factor()))
                        .toList(),
                measured,
                flags);
    }

    private static String says(MixedSite site) {
        String apart = site.apart().stream().map(String::valueOf).collect(Collectors.joining(" and "));
        return "well %s, site %d: no correlation of channel %s with the others (%.2f): files of two sites may have been mixed up"
                .formatted(site.well(), site.site(), apart, site.weakestLink());
    }

    private static List<String> names(Collection<WellPosition> positions) {
        return positions.stream().map(WellPosition::toString).toList();
    }

    /** The mean grey level of each channel over all images of some wells. */
    static double[] means(Collection<WellIngested> wells, int channels) {
        double[] sums = new double[channels];
        long[] images = new long[channels];
        for (WellIngested well : wells) {
            for (IngestedSite site : well.getSitesList()) {
                for (int channel = 0; channel < channels; channel++) {
                    if (!MaskedSite.masks(site, channel)) {
                        sums[channel] += site.getImages(channel).getMean();
                        images[channel]++;
                    }
                }
            }
        }
        for (int channel = 0; channel < channels; channel++) {
            sums[channel] /= Math.max(1, images[channel]);
        }
        return sums;
    }

    /** The mean grey level per well and channel, for the picture. */
    static Map<WellPosition, double[]> meansByWell(Collection<WellIngested> wells, int channels) {
        Map<WellPosition, double[]> means = new TreeMap<>();
        for (WellIngested well : wells) {
            means.put(WellPosition.parse(well.getWell().getWell()), means(List.of(well), channels));
        }
        return means;
    }
}
