package io.wellstream.ingest.http;

import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.WellIngested;
import java.io.IOException;
import java.util.Collection;

/** The statistics of every image of a data set, as CSV in the columns that RxRx1 publishes. */
public final class ImageStatistics {
    private static final String HEADER = "id_code,experiment,plate,well,site,channel,mean,std,median,min,max\n";

    private ImageStatistics() {}

    /** Writes a row per image, in the order of the wells given. */
    public static void write(Collection<WellIngested> wells, ScreenDescription screen, Appendable out)
            throws IOException {
        out.append(HEADER);
        for (WellIngested well : wells) {
            for (IngestedSite site : well.getSitesList()) {
                for (int i = 0; i < site.getImagesCount(); i++) {
                    int channel = i < screen.getChannelsCount()
                            ? screen.getChannels(i).getNumber()
                            : i + 1;
                    out.append(row(well, site.getSite(), channel, site.getImages(i)));
                }
            }
        }
    }

    private static String row(WellIngested well, int site, int channel, IngestedImage image) {
        return well.getIdCode()
                + ','
                + well.getWell().getExperiment()
                + ','
                + well.getWell().getPlate()
                + ','
                + well.getWell().getWell()
                + ','
                + site
                + ','
                + channel
                + ','
                + image.getMean()
                + ','
                + image.getSd()
                + ','
                + image.getMedian()
                + ','
                + image.getMin()
                + ','
                + image.getMax()
                + '\n';
    }
}
