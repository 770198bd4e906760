package io.wellstream.ingest.qc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuplicatesTest {
    private static final int WELLS = 200;

    @Test
    void imagesThatAreComparedInPartsGiveTheSameFindings() {
        ListedRecords wells = new ListedRecords(wells());

        Duplicates atOnce = new Duplicates(wells, List.of(1), false, WELLS);
        Duplicates inParts = new Duplicates(wells, List.of(1), false, 20);

        assertThat(atOnce.of(plate(1)))
                .containsExactlyInAnyOrder(
                        "the same file is well HUVEC-01/1/B03, site 1, channel 1 and well HUVEC-01/2/B05, site 1, channel 1",
                        "the same file is well HUVEC-01/1/B04, site 1, channel 1 and well HUVEC-01/1/B07, site 1, channel 1");
        for (int plate = 1; plate <= 3; plate++) {
            assertThat(inParts.of(plate(plate))).containsExactlyInAnyOrderElementsOf(atOnce.of(plate(plate)));
        }
    }

    /** Two images are on two plates, two are on one, and two of one grey level are equal by nature. */
    private static List<WellIngested> wells() {
        List<WellIngested> wells = new ArrayList<>();
        for (int i = 0; i < WELLS; i++) {
            String at = "%c%02d".formatted('B' + i % 100 / 20, 1 + i % 20);
            WellId well = WellId.parse("HUVEC-01/" + (1 + i / 100) + "/" + at);
            String file =
                    switch (well.toString()) {
                        case "HUVEC-01/2/B05" -> "HUVEC-01/1/B03";
                        case "HUVEC-01/1/B07" -> "HUVEC-01/1/B04";
                        case "HUVEC-01/1/C01", "HUVEC-01/1/C02" -> "black";
                        default -> well.toString();
                    };
            wells.add(WellIngested.newBuilder()
                    .setWell(WellKeys.of(well))
                    .addSites(IngestedSite.newBuilder()
                            .setSite(1)
                            .addImages(IngestedImage.newBuilder()
                                    .setSha256(ByteString.copyFrom(Sha256.of(file.getBytes(UTF_8))))
                                    .setMax(file.equals("black") ? 0 : 255)))
                    .build());
        }
        return wells;
    }

    private static PlateId plate(int number) {
        return new PlateId(new ExperimentId("HUVEC-01"), number);
    }
}
