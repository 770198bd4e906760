package io.wellstream.trainer.plan;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ChannelDescription;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.List;

/** Wells of a screen with two channels, or another number, and two sites per well, added one by one. */
final class SmallScreen {
    static final DatasetId ID = new DatasetId("small");

    private final List<WellIngested> wells = new ArrayList<>();
    private final int channels;
    private boolean sixteenBits;

    SmallScreen() {
        this(2);
    }

    SmallScreen(int channels) {
        this.channels = channels;
    }

    /** The wells that are added from now on have 16-bit sites. */
    SmallScreen sixteenBits() {
        sixteenBits = true;
        return this;
    }

    /** Adds an experiment with one treatment well per label, from well B02 on. */
    SmallScreen treatments(String experiment, String... labels) {
        return add(experiment, WellRole.WELL_ROLE_TREATMENT, 'B', labels);
    }

    /** Adds positive controls to an experiment, from well C02 on. */
    SmallScreen controls(String experiment, String... labels) {
        return add(experiment, WellRole.WELL_ROLE_POSITIVE_CONTROL, 'C', labels);
    }

    private SmallScreen add(String experiment, WellRole role, char row, String... labels) {
        for (int i = 0; i < labels.length; i++) {
            WellId id = WellId.of(experiment, 1, "%c%02d".formatted(row, i + 2));
            wells.add(WellIngested.newBuilder()
                    .setDataset(ID.name())
                    .setWell(WellKeys.of(id))
                    .setCellType(experiment.substring(0, experiment.indexOf('-')))
                    .setSubset(Subset.SUBSET_TRAIN)
                    .setRole(role)
                    .setLabel(labels[i])
                    .addSites(site(1))
                    .addSites(site(2))
                    .build());
        }
        return this;
    }

    DataSet data() {
        return DataSet.of(DataSet.manifest(ID, description(), wells));
    }

    /** The plan of a new run. */
    RunPlan plan(RunSpecification.Builder requested) {
        return recorded(
                EffectiveSpecification.of(requested.setDataset(ID.name()).build()));
    }

    /** The plan of a run with this record. */
    RunPlan recorded(RunSpecification specification) {
        return RunPlan.of(new RunId("run-1"), specification, data());
    }

    private ScreenDescription description() {
        ScreenDescription.Builder screen = ScreenDescription.newBuilder().setSixteenBitSites(sixteenBits);
        for (int channel = 1; channel <= channels; channel++) {
            screen.addChannels(ChannelDescription.newBuilder().setNumber(channel));
        }
        return screen.build();
    }

    private IngestedSite site(int number) {
        IngestedSite.Builder site = IngestedSite.newBuilder()
                .setSite(number)
                .setSize(1_000)
                .setSha256(ByteString.copyFrom(new byte[32]))
                .setWidth(96)
                .setHeight(96)
                .setSixteenBits(sixteenBits)
                .addImages(IngestedImage.newBuilder().setMean(12.5f).setSd(4));
        for (int channel = 2; channel <= channels; channel++) {
            site.addImages(IngestedImage.newBuilder().setMean(3).setSd(1));
        }
        return site.build();
    }
}
