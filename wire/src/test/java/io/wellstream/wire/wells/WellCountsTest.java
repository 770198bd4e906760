package io.wellstream.wire.wells;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.wire.kafka.InMemoryTable;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.wells.ExperimentCounts.OfCellType;
import io.wellstream.wire.wells.ExperimentCounts.Sites;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WellCountsTest {
    private static final DatasetId SCREEN = new DatasetId("screen");

    private final InMemoryTable<WellIngested> wells = new InMemoryTable<>();
    private final WellCounts counts = new WellCounts(wells);

    @Test
    void wellsAreCountedByExperimentAndCellType() {
        put("E1", "B02", well("HUVEC", "t1"));
        put("E1", "B03", well("HUVEC", "t2"));
        put("E1", "B04", well("U2OS", "t1"));
        put("E1", "B05", well("HUVEC", "").setRole(WellRole.WELL_ROLE_UNSPECIFIED));
        put("E1", "B06", well("HUVEC", "c1").setRole(WellRole.WELL_ROLE_POSITIVE_CONTROL));
        put("E2", "B02", well("HUVEC", "t1").setSubset(Subset.SUBSET_TEST));

        DatasetCounts all = counts.of(SCREEN);

        assertThat(all.wells()).isEqualTo(6);
        assertThat(all.experiments().get("E1"))
                .isEqualTo(new ExperimentCounts(
                        List.of(
                                new OfCellType(
                                        "HUVEC", 4, new Sites(8, 6, 0), Set.of("t1", "t2", "c1"), 3, Depth.EIGHT),
                                new OfCellType("U2OS", 1, new Sites(2, 2, 0), Set.of("t1"), 3, Depth.EIGHT)),
                        Set.of("c1")));
        assertThat(Objects.requireNonNull(all.experiments().get("E2")).cellTypes())
                .containsExactly(new OfCellType("HUVEC", 1, new Sites(2, 0, 2), Set.of(), 0, Depth.EIGHT));
        assertThat(all.controlLabels()).containsExactly("c1");
        assertThat(all).isEqualTo(DatasetCounts.of(wells.under("").values()));
    }

    @Test
    void onlyTheExperimentThatHasChangedIsReadAgain() {
        put("E1", "B02", well("HUVEC", "t1"));
        put("E2", "B02", well("HUVEC", "t1"));
        assertThat(counts.of(SCREEN).wells("E1")).isEqualTo(1);
        int before = wells.scans();

        assertThat(counts.of(SCREEN).wells("E2")).isEqualTo(1);
        assertThat(wells.scans()).isEqualTo(before);

        put("E2", "B03", well("HUVEC", "t2"));
        put("E2", "B04", well("HUVEC", "t3"));
        assertThat(counts.of(SCREEN).wells("E2")).isEqualTo(3);
        assertThat(wells.scans()).isEqualTo(before + 1);

        wells.remove(MessageKeys.well(SCREEN, id("E1", "B02")));
        assertThat(counts.of(SCREEN).experiments()).containsOnlyKeys("E2");
    }

    @Test
    void experimentsWithDifferentLabelsShareThem() {
        for (int i = 0; i < 40; i++) {
            put("E" + i % 4, "B%02d".formatted(i + 2), well("HUVEC", "t" + i));
        }

        DatasetCounts all = counts.of(SCREEN);

        assertThat(all.experiments().values()).allSatisfy(experiment -> {
            Set<String> labels = experiment.cellTypes().getFirst().labels();
            assertThat(labels).isInstanceOf(LabelSet.class).hasSize(10).doesNotContain("t40");
            assertThat(labels).isEqualTo(Set.copyOf(labels)).hasSameHashCodeAs(Set.copyOf(labels));
        });
        assertThat(Objects.requireNonNull(all.experiments().get("E1"))
                        .cellTypes()
                        .getFirst()
                        .labels())
                .contains("t1", "t5", "t37")
                .doesNotContain("t2");
        assertThat(all).isEqualTo(DatasetCounts.of(wells.under("").values()));
    }

    @Test
    void dataSetsDoNotMix() {
        put("E1", "B02", well("HUVEC", "t1"));

        assertThat(counts.of(new DatasetId("scree")).isEmpty()).isTrue();
        assertThat(counts.of(new DatasetId("screen2")).isEmpty()).isTrue();
        assertThat(counts.of(SCREEN).isEmpty()).isFalse();
    }

    @Test
    void equalSetsOfLabelsAreKeptOnce() {
        put("E1", "B02", well("HUVEC", "t1"));
        put("E2", "B02", well("HUVEC", "t1"));

        Collection<ExperimentCounts> experiments =
                counts.of(SCREEN).experiments().values();

        assertThat(experiments.stream()
                        .map(each -> System.identityHashCode(
                                each.cellTypes().getFirst().labels()))
                        .distinct())
                .hasSize(1);
    }

    private void put(String experiment, String at, WellIngested.Builder well) {
        WellId id = id(experiment, at);
        wells.put(MessageKeys.well(SCREEN, id), well.setWell(WellKeys.of(id)).build());
    }

    private static WellId id(String experiment, String at) {
        return WellId.of(experiment, 1, at);
    }

    private static WellIngested.Builder well(String cellType, String label) {
        IngestedSite.Builder site = IngestedSite.newBuilder();
        for (int channel = 0; channel < 3; channel++) {
            site.addImages(IngestedImage.getDefaultInstance());
        }
        return WellIngested.newBuilder()
                .setCellType(cellType)
                .setSubset(Subset.SUBSET_TRAIN)
                .setRole(WellRole.WELL_ROLE_TREATMENT)
                .setLabel(label)
                .addSites(site.setSite(1))
                .addSites(site.setSite(2));
    }
}
