package io.wellstream.ingest.qc;

import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import java.util.ArrayList;
import java.util.List;

/**
 * An image that shows no cells: black, of one grey level, or saturated in half of its pixels or more. A 16-bit image is saturated at the
 * greatest level that it has, because cameras have fewer bits.
 *
 * @param channel as in file names
 * @param what e.g. {@code black}
 */
public record UselessImage(String well, int site, int channel, String what) {
    private static final int WHITE = 255;

    /**
     * The useless images of a well.
     *
     * @param channels the numbers of the screen's channels
     */
    static List<UselessImage> of(WellIngested well, List<Integer> channels) {
        List<UselessImage> useless = new ArrayList<>();
        for (IngestedSite site : well.getSitesList()) {
            for (int i = 0; i < site.getImagesCount(); i++) {
                IngestedImage image = site.getImages(i);
                String what = what(image, site.getSixteenBits() ? image.getMax() : WHITE);
                if (!what.isEmpty() && !MaskedSite.masks(site, i)) {
                    useless.add(new UselessImage(well.getWell().getWell(), site.getSite(), channels.get(i), what));
                }
            }
        }
        return useless;
    }

    /** @param white the level of a saturated pixel */
    private static String what(IngestedImage image, int white) {
        if (image.getMax() == image.getMin()) {
            return image.getMax() == 0 ? "black" : "of grey level " + image.getMax() + " everywhere";
        }
        return image.getMedian() >= white ? "saturated in half of its pixels or more" : "";
    }

    String says() {
        return "well %s, site %d: channel %d is %s".formatted(well, site, channel, what);
    }
}
