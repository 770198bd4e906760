package io.wellstream.ingest.qc;

import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.MaskedChannel;
import io.wellstream.proto.v1.WellIngested;
import java.util.ArrayList;
import java.util.List;

/**
 * A site that is kept without one of its channels.
 *
 * @param channel as in file names
 * @param reason what is wrong with its file
 */
public record MaskedSite(String well, int site, int channel, String reason) {
    /**
     * Those of a well.
     *
     * @param channels the numbers of the screen's channels
     */
    static List<MaskedSite> of(WellIngested well, List<Integer> channels) {
        List<MaskedSite> masked = new ArrayList<>();
        for (IngestedSite site : well.getSitesList()) {
            for (MaskedChannel channel : site.getMaskedList()) {
                masked.add(new MaskedSite(
                        well.getWell().getWell(),
                        site.getSite(),
                        channels.get(channel.getIndex()),
                        channel.getReason()));
            }
        }
        return masked;
    }

    /** Whether a site masks a channel (from 0): it has no image of it. */
    public static boolean masks(IngestedSite site, int channel) {
        return site.getMaskedList().stream().anyMatch(masked -> masked.getIndex() == channel);
    }

    String says() {
        return "well %s, site %d: channel %d is masked: %s".formatted(well, site, channel, reason);
    }
}
