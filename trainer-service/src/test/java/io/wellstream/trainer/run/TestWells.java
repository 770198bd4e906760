package io.wellstream.trainer.run;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.keys.WellKeys;
import java.nio.charset.StandardCharsets;

/** Wells of a screen with two sites of two channels each. */
final class TestWells {
    private TestWells() {}

    static WellIngested well(String experiment, String position, String label) {
        WellId id = WellId.of(experiment, 1, position);
        return WellIngested.newBuilder()
                .setDataset(TrainingWorld.DATASET.name())
                .setWell(WellKeys.of(id))
                .setCellType("HUVEC")
                .setSubset(Subset.SUBSET_TRAIN)
                .setRole(WellRole.WELL_ROLE_TREATMENT)
                .setLabel(label)
                .addSites(site(id, 1))
                .addSites(site(id, 2))
                .build();
    }

    private static IngestedSite site(WellId well, int number) {
        byte[] name = (well + "/s" + number).getBytes(StandardCharsets.UTF_8);
        return IngestedSite.newBuilder()
                .setSite(number)
                .setSize(1_000)
                .setSha256(ByteString.copyFrom(Sha256.of(name)))
                .addImages(IngestedImage.newBuilder().setMean(12.5f).setSd(4))
                .addImages(IngestedImage.newBuilder().setMean(3).setSd(1))
                .setWidth(16)
                .setHeight(16)
                .build();
    }
}
