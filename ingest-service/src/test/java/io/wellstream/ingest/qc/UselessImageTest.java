package io.wellstream.ingest.qc;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellKey;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UselessImageTest {
    @ParameterizedTest
    @CsvSource({
        "false, 0, 0, 0, black",
        "false, 7, 7, 7, of grey level 7 everywhere",
        "false, 3, 255, 255, saturated in half of its pixels or more",
        "false, 3, 254, 254, ''",
        "true, 0, 0, 0, black",
        "true, 32768, 32768, 32768, of grey level 32768 everywhere",
        "true, 90, 4095, 4095, saturated in half of its pixels or more",
        "true, 90, 4094, 4095, ''",
        "true, 90, 300, 65535, ''"
    })
    void anImageWithoutCellsIsUseless(boolean sixteen, int min, int median, int max, String what) {
        WellIngested well = WellIngested.newBuilder()
                .setWell(WellKey.newBuilder().setWell("B02"))
                .addSites(IngestedSite.newBuilder()
                        .setSite(1)
                        .setSixteenBits(sixteen)
                        .addImages(IngestedImage.newBuilder()
                                .setMin(min)
                                .setMedian(median)
                                .setMax(max)))
                .build();

        assertThat(UselessImage.of(well, List.of(4)))
                .isEqualTo(what.isEmpty() ? List.of() : List.of(new UselessImage("B02", 1, 4, what)));
    }
}
