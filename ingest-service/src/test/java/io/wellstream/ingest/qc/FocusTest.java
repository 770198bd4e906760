package io.wellstream.ingest.qc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.WellKeys;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FocusTest {
    @Test
    void aCheckerboardHasTheLargestFocus() {
        byte[] pixels = new byte[64 * 64];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) ((i % 64 + i / 64) % 2 == 0 ? 10 : 0);
        }

        // The Laplacian is +40 or -40 everywhere, and the levels are 5 away from their mean.
        assertThat(Focus.of(new Plane(64, 64, pixels))).isCloseTo(64f, within(1e-3f));
        assertThat(Focus.of(new Plane(8, 8, new byte[64]))).isZero();
    }

    @Test
    void blurLowersItAndBrightnessDoesNot() {
        byte[] sharp = new byte[64 * 64];
        byte[] bright = new byte[64 * 64];
        Random random = new Random(1);
        for (int i = 0; i < sharp.length; i++) {
            sharp[i] = (byte) random.nextInt(100);
            bright[i] = (byte) (2 * sharp[i] + 7);
        }
        byte[] blurred = sharp.clone();
        for (int i = 65; i < sharp.length - 65; i++) {
            blurred[i] = (byte) ((sharp[i] + sharp[i - 1] + sharp[i + 1] + sharp[i - 64] + sharp[i + 64]) / 5);
        }
        float focus = Focus.of(new Plane(64, 64, sharp));

        assertThat(Focus.of(new Plane(64, 64, bright))).isCloseTo(focus, within(1e-3f * focus));
        assertThat(Focus.of(new Plane(64, 64, blurred))).isLessThan(focus / 2);
    }

    @Test
    void aPlateOutOfFocusIsFlagged() {
        Map<PlateId, Map<WellId, WellIngested>> plates = new TreeMap<>();
        float[] focus = {1, 1.1f, 0.3f, 0.9f};
        for (int plate = 1; plate <= 4; plate++) {
            WellId well = WellId.parse("HUVEC-01/" + plate + "/B02");
            plates.put(well.plate(), Map.of(well, well(well, focus[plate - 1])));
        }

        Map<PlateId, List<Focus.Finding>> found = compare(plates);

        assertThat(found.values())
                .extracting(list -> list.getFirst().isLow())
                .containsExactly(false, false, true, false);
        assertThat(Objects.requireNonNull(
                                found.get(WellId.parse("HUVEC-01/3/B02").plate()))
                        .getFirst()
                        .says(4))
                .contains("channel 4 is out of focus: its images are 0.33 times as sharp");
        plates.remove(WellId.parse("HUVEC-01/1/B02").plate());
        assertThat(compare(plates).values()).noneMatch(list -> list.getFirst().isLow());
    }

    private static Map<PlateId, List<Focus.Finding>> compare(Map<PlateId, Map<WellId, WellIngested>> plates) {
        Focus.Plates compared = new Focus.Plates(1);
        plates.forEach((plate, wells) -> compared.add(plate, wells.values()));
        return compared.compare();
    }

    private static WellIngested well(WellId well, float focus) {
        return WellIngested.newBuilder()
                .setWell(WellKeys.of(well))
                .setCellType("HUVEC")
                .addSites(IngestedSite.newBuilder()
                        .setSite(1)
                        .addImages(IngestedImage.newBuilder().setFocus(focus)))
                .build();
    }
}
