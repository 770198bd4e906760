package io.wellstream.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.ingest.flow.InMemoryIngest;
import io.wellstream.ingest.flow.SmallScreen;
import io.wellstream.ingest.qc.ListedRecords;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.IngestedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStatisticsTest {
    @Test
    void theStatisticsOfEveryImageAreWrittenInThePublishedColumns(@TempDir Path folder) throws IOException {
        SmallScreen.write(folder);
        InMemoryIngest ingest = new InMemoryIngest();
        IngestFinished finished = ingest.run("one", folder);
        StringWriter csv = new StringWriter();

        ImageStatistics.write(new ListedRecords(ingest.wells().values()), finished.getScreen(), csv);

        IngestedImage image = Objects.requireNonNull(ingest.wells().get("small/HUVEC-01/1/B05"))
                .getSites(1)
                .getImages(3);
        assertThat(csv.toString().lines())
                .hasSize(1 + 8 * 12)
                .startsWith("id_code,experiment,plate,well,site,channel,mean,std,median,min,max")
                .contains("HUVEC-01_1_B05,HUVEC-01,1,B05,2,4," + image.getMean() + "," + image.getSd() + ","
                        + image.getMedian() + "," + image.getMin() + "," + image.getMax());
    }
}
