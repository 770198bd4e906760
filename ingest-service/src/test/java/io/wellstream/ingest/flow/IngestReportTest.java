package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.ingest.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class IngestReportTest {
    @Test
    void aProblemIsOneObjectAndTheListIsSorted() {
        Problem.Place place =
                new Problem.Place("train/HUVEC-01/Plate1/B03_s2_w4.png", "train.csv", 7, "HUVEC-01/1/B03", 2, 4);
        Problem image = new Problem(place, "the file is missing", "an 8-bit grey PNG of channel 4");
        Problem row = Problem.ofRow("train.csv", 3, "the row is not UTF-8", "UTF-8 text");

        byte[] report = IngestReport.encode(List.of(image, row));

        assertThat(new String(report, StandardCharsets.UTF_8)).isEqualTo("""
                [ {
                  "file" : "train.csv",
                  "metadata" : "train.csv",
                  "row" : 3,
                  "well" : "",
                  "site" : 0,
                  "channel" : 0,
                  "problem" : "the row is not UTF-8",
                  "expected" : "UTF-8 text"
                }, {
                  "file" : "train/HUVEC-01/Plate1/B03_s2_w4.png",
                  "metadata" : "train.csv",
                  "row" : 7,
                  "well" : "HUVEC-01/1/B03",
                  "site" : 2,
                  "channel" : 4,
                  "problem" : "the file is missing",
                  "expected" : "an 8-bit grey PNG of channel 4"
                } ]""");
    }
}
