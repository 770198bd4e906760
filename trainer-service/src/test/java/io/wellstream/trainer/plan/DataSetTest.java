package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ChannelDescription;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.Manifest;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DataSetTest {
    private static final DatasetId ID = new DatasetId("demo");
    private static final ScreenDescription SCREEN = ScreenDescription.newBuilder()
            .addChannels(ChannelDescription.newBuilder().setNumber(1))
            .addChannels(ChannelDescription.newBuilder().setNumber(2))
            .build();

    @Property(tries = 50)
    void equalDataGivesEqualBytesInAnyOrderOfArrival(@ForAll long seed) {
        List<WellIngested> wells = new ArrayList<>();
        for (String position : List.of("B03", "B02", "C11", "AA01", "D04")) {
            wells.add(well("HUVEC-02", 1, position));
            wells.add(well("HUVEC-10", 2, position));
        }
        byte[] sorted = DataSet.manifest(ID, SCREEN, wells).toByteArray();

        Collections.shuffle(wells, new Random(seed));

        assertThat(DataSet.manifest(ID, SCREEN, wells).toByteArray()).isEqualTo(sorted);
    }

    @Test
    void aDataSetIsReadFromItsManifest() {
        DataSet data = DataSet.of(DataSet.manifest(ID, SCREEN, List.of(well("HUVEC-02", 1, "B03"))));

        DataSet.Well well = data.wells().getFirst();
        assertThat(well.id()).isEqualTo(WellId.of("HUVEC-02", 1, "B03"));
        assertThat(well.label()).isEqualTo("17");
        assertThat(well.sites()).hasSize(2);
        assertThat(well.sites().getFirst().id().number()).isEqualTo(1);
        assertThat(well.sites().getFirst().statistics().mean()).containsExactly(12.5f, 3f);
    }

    @Test
    void aManifestOutOfOrderIsRefused() {
        Manifest manifest =
                DataSet.manifest(ID, SCREEN, List.of(well("HUVEC-02", 1, "B03"), well("HUVEC-02", 1, "B04")));
        Manifest swapped = manifest.toBuilder()
                .clearWells()
                .addWells(manifest.getWells(1))
                .addWells(manifest.getWells(0))
                .build();

        assertThatThrownBy(() -> DataSet.of(swapped)).hasMessageContaining("out of order at well HUVEC-02/1/B03");
    }

    @Test
    void aManifestWhoseSitesHaveOtherChannelsThanItsScreenIsRefused() {
        Manifest manifest =
                DataSet.manifest(ID, SCREEN.toBuilder().removeChannels(1).build(), List.of(well("HUVEC-02", 1, "B03")));

        assertThatThrownBy(() -> DataSet.of(manifest))
                .hasMessage("the manifest has 2 channels for site HUVEC-02/1/B03/s1; its screen has 1");
    }

    @Test
    void onlyLabelledWellsOfTheTrainingPartAreExamples() {
        Scope treatments = new Scope(Optional.empty(), Target.TARGET_TREATMENT, Set.of());
        Scope controls = new Scope(Optional.empty(), Target.TARGET_CONTROL, Set.of());
        Scope cellTypes = new Scope(Optional.empty(), Target.TARGET_CELL_TYPE, Set.of());
        WellIngested treatment = well("HUVEC-02", 1, "B03");
        WellIngested control = treatment.toBuilder()
                .setRole(WellRole.WELL_ROLE_POSITIVE_CONTROL)
                .build();
        WellIngested unseenControl =
                control.toBuilder().setSubset(Subset.SUBSET_TEST).build();

        assertThat(treatments.label(read(treatment))).contains("17");
        assertThat(treatments.label(read(control))).isEmpty();
        assertThat(treatments.label(read(treatment.toBuilder().clearLabel().build())))
                .isEmpty();
        assertThat(controls.label(read(control))).contains("17");
        assertThat(controls.label(read(unseenControl))).isEmpty();
        assertThat(cellTypes.label(read(control))).contains("HUVEC");
    }

    @Test
    void aScopeLeavesOutOtherCellTypesAndExcludedWells() {
        DataSet.Well well = read(well("HUVEC-02", 1, "B03"));

        assertThat(new Scope(Optional.of(new CellType("RPE")), Target.TARGET_TREATMENT, Set.of()).label(well))
                .isEmpty();
        assertThat(new Scope(Optional.empty(), Target.TARGET_TREATMENT, Set.of(well.id())).label(well))
                .isEmpty();
    }

    private static DataSet.Well read(WellIngested well) {
        return DataSet.of(DataSet.manifest(ID, SCREEN, List.of(well))).wells().getFirst();
    }

    private static WellIngested well(String experiment, int plate, String position) {
        WellId id = WellId.of(experiment, plate, position);
        return WellIngested.newBuilder()
                .setDataset("demo")
                .setWell(WellKeys.of(id))
                .setCellType("HUVEC")
                .setSubset(Subset.SUBSET_TRAIN)
                .setRole(WellRole.WELL_ROLE_TREATMENT)
                .setLabel("17")
                .addSites(site(2))
                .addSites(site(1))
                .build();
    }

    private static IngestedSite site(int number) {
        return IngestedSite.newBuilder()
                .setSite(number)
                .setSize(1_000)
                .setSha256(ByteString.copyFrom(new byte[32]))
                .addImages(IngestedImage.newBuilder().setMean(12.5f).setSd(4))
                .addImages(IngestedImage.newBuilder().setMean(3).setSd(1))
                .setWidth(96)
                .setHeight(96)
                .build();
    }
}
