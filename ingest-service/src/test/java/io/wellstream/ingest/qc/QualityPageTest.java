package io.wellstream.ingest.qc;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.illumination.Illumination;
import io.wellstream.imaging.illumination.IlluminationFunction;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QualityPageTest {
    @Test
    void aFlaggedPlateHasItsFlagsAndAMapPerChannelWithRowsColumnsAndAKey() {
        List<WellIngested> wells =
                List.of(well("HUVEC-01/1/B02", 100), well("HUVEC-01/1/B03", 0), well("HUVEC-01/2/B02", 100));

        String page = control(wells).page("pilot", (plate, of) -> Optional.empty());

        assertThat(page)
                .startsWith("<!doctype html>")
                .contains("Quality control of data set pilot", "1 of 2 plates are flagged")
                .contains("<h2>Plate HUVEC-01/1</h2>", "well B03, site 1: channel 1 is black")
                .contains("channel 6, Golgi and plasma membrane (wheat germ agglutinin)")
                .contains(">P</text>", ">24</text>", "half or less", "twice or more")
                .contains("B02: mean grey level 100.00")
                .doesNotContain("Plate HUVEC-01/2", "http");
    }

    @Test
    void aBlackWellIsTheDarkestColour() {
        String page = control(
                        List.of(well("HUVEC-01/1/B02", 100), well("HUVEC-01/1/B03", 0), well("HUVEC-01/1/B04", 90)))
                .page("pilot", (plate, of) -> Optional.empty());

        assertThat(page).containsPattern("fill=\"#0000ff\"><title>B03: mean grey level 0.00");
    }

    @Test
    void aPlateWithIlluminationFunctionsHasAPictureOfEach() {
        IlluminationFunction function = new IlluminationFunction(2, 1, new float[] {0.5f, 1.25f});
        List<IlluminationFunction> functions = new ArrayList<>(Collections.nCopies(6, function));
        functions.set(1, new IlluminationFunction(2, 1, function.levels(), 32_768));
        Illumination illumination = new Illumination(functions);

        String page = control(List.of(well("HUVEC-01/1/B02", 100), well("HUVEC-01/2/B02", 100)))
                .page("pilot", (plate, of) -> plate.name().equals("2") ? Optional.of(illumination) : Optional.empty());

        assertThat(page)
                .contains("<h2>Illumination</h2>", "<h3>Plate HUVEC-01/2</h3>", "0 of 2 plates are flagged")
                .contains("channel 6, Golgi and plasma membrane (wheat germ agglutinin): 0.50 to 1.25</figcaption>")
                .contains(": 0.50 to 1.25 above grey level 32,768</figcaption>")
                .doesNotContain("<h3>Plate HUVEC-01/1</h3>");
        assertThat(page.split("data:image/png;base64,iVBOR", -1)).hasSize(7);
    }

    private static QualityControl control(List<WellIngested> wells) {
        return new QualityControl(
                ScreenShape.of(Screen.rxrx1()),
                wells.stream().map(well -> WellKeys.wellOf(well.getWell())).toList(),
                new ListedRecords(wells));
    }

    private static WellIngested well(String id, int grey) {
        List<IngestedImage> images = new ArrayList<>();
        for (int channel = 0; channel < 6; channel++) {
            images.add(IngestedImage.newBuilder()
                    .setMean(grey)
                    .setMedian(grey)
                    .setMin(0)
                    .setMax(2 * grey)
                    .setSha256(com.google.protobuf.ByteString.copyFromUtf8(id + "-" + channel + "-padding"))
                    .build());
        }
        return WellIngested.newBuilder()
                .setWell(WellKeys.of(WellId.parse(id)))
                .setCellType("HUVEC")
                .addSites(IngestedSite.newBuilder().setSite(1).addAllImages(images))
                .build();
    }
}
