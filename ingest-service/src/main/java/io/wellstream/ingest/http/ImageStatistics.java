package io.wellstream.ingest.http;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.wellstream.ingest.qc.MaskedSite;
import io.wellstream.ingest.qc.WellRecords;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.WellKeys;
import java.io.IOException;
import java.io.Writer;

/** The statistics of every image of a data set, as CSV in the columns that RxRx1 publishes. */
public final class ImageStatistics {
    private ImageStatistics() {}

    /** Writes a row per image, in the order of the records; flushes and does not close. */
    public static void write(WellRecords wells, ScreenDescription screen, Writer out) throws IOException {
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        csv.writeRecord(
                "id_code", "experiment", "plate", "well", "site", "channel", "mean", "std", "median", "min", "max");
        wells.byExperiment(records -> records.forEach(well -> write(well, screen, csv)));
        csv.flush();
    }

    private static void write(WellIngested well, ScreenDescription screen, CsvWriter csv) {
        for (IngestedSite site : well.getSitesList()) {
            for (int i = 0; i < site.getImagesCount(); i++) {
                if (MaskedSite.masks(site, i)) {
                    continue;
                }
                int channel =
                        i < screen.getChannelsCount() ? screen.getChannels(i).getNumber() : i + 1;
                csv.writeRecord(row(well, site.getSite(), channel, site.getImages(i)));
            }
        }
    }

    private static String[] row(WellIngested well, int site, int channel, IngestedImage image) {
        return new String[] {
            well.getIdCode(),
            well.getWell().getExperiment(),
            WellKeys.plateOf(well.getWell()),
            well.getWell().getWell(),
            String.valueOf(site),
            String.valueOf(channel),
            String.valueOf(image.getMean()),
            String.valueOf(image.getSd()),
            String.valueOf(image.getMedian()),
            String.valueOf(image.getMin()),
            String.valueOf(image.getMax())
        };
    }
}
