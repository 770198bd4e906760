package io.wellstream.scorer.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.adapt.AdaptationRule;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.MaskedChannel;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.keys.WellKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AdaptationSampleTest {
    private static final int ROOM = 1_000;

    @Test
    void theSampleIsTheSameWhateverOrderTheWellsComeIn() {
        List<WellIngested> wells = wells(4, 60, WellRole.WELL_ROLE_TREATMENT);

        assertThat(of(wells.reversed())).isEqualTo(of(wells));
    }

    @Test
    void everyBatchHasEquallyManySitesFromEachPlate() {
        AdaptationSample sample = of(wells(4, 200, WellRole.WELL_ROLE_TREATMENT));

        assertThat(sample.sites()).isEqualTo(512);
        assertThat(sample.batches()).hasSize(8).allSatisfy(batch -> {
            assertThat(batch).hasSize(64);
            for (int plate = 1; plate <= 4; plate++) {
                int number = plate;
                assertThat(batch)
                        .filteredOn(site -> site.id().well().plate().number() == number)
                        .hasSize(16);
            }
        });
        assertThat(new HashSet<>(sample.batches().stream().flatMap(List::stream).toList()))
                .as("each site once")
                .hasSize(512);
    }

    @Test
    void controlsAreExcludedForAModelThatWasNotTrainedOnThem() {
        List<WellIngested> wells = new ArrayList<>(wells(1, 32, WellRole.WELL_ROLE_TREATMENT));
        wells.addAll(wells(2, 40, WellRole.WELL_ROLE_POSITIVE_CONTROL).subList(40, 80));

        assertThat(of(wells).known()).isEqualTo(64);
        assertThat(of(wells, Target.TARGET_CONTROL, ROOM).known()).isEqualTo(80);
        assertThat(of(wells, Target.TARGET_TREATMENT_AND_CONTROL, ROOM).known()).isEqualTo(144);
    }

    @Test
    void sitesThatLackAChannelAreNotMeasured() {
        List<WellIngested> wells = new ArrayList<>(wells(1, 32, WellRole.WELL_ROLE_TREATMENT));
        WellIngested.Builder first = wells.getFirst().toBuilder();
        first.getSitesBuilder(0).addMasked(MaskedChannel.newBuilder().setIndex(1));
        wells.set(0, first.build());

        assertThat(of(wells).known()).isEqualTo(63);
        assertThat(of(wells).isRefused()).isTrue();
    }

    @Test
    void fewerSitesThanABatchAreTooFew() {
        assertThat(of(wells(1, 31, WellRole.WELL_ROLE_TREATMENT)).isRefused()).isTrue();
        assertThat(of(wells(1, 32, WellRole.WELL_ROLE_TREATMENT)).isRefused()).isFalse();
    }

    @Test
    void aLargeInputMakesSmallerBatches() {
        AdaptationSample sample = of(wells(1, 50, WellRole.WELL_ROLE_TREATMENT), Target.TARGET_TREATMENT, 21);

        assertThat(sample.batches()).hasSize(4).allMatch(batch -> batch.size() == 21);
    }

    @Test
    void controlsAreMixedIntoEachBatchWhereTreatmentsMayBeFew() {
        List<WellIngested> wells =
                new ArrayList<>(wells(2, 40, WellRole.WELL_ROLE_TREATMENT).subList(0, 40));
        wells.addAll(wells(2, 10, WellRole.WELL_ROLE_NEGATIVE_CONTROL).subList(10, 20));
        AdaptationRule rule = new AdaptationOptions(Optional.of(true), OptionalDouble.empty())
                .rule(ScreenFixture.card("HUVEC", "a", "b").build(), 0);

        AdaptationSample sample = AdaptationSample.of(ScreenFixture.SCREEN, wells, rule, ROOM);

        assertThat(sample.batches()).hasSize(2).allSatisfy(batch -> assertThat(batch)
                .hasSize(64)
                .filteredOn(site -> site.id().well().plate().number() == 2)
                .hasSize(32));
        assertThat(sample.chosen().controlSites()).isEqualTo(64);
    }

    private static AdaptationSample of(List<WellIngested> wells) {
        return of(wells, Target.TARGET_TREATMENT, ROOM);
    }

    /** Without controls mixed in. */
    private static AdaptationSample of(List<WellIngested> wells, Target target, int largestBatch) {
        AdaptationRule rule = new AdaptationRule(AdaptationOptions.trained(target), OptionalDouble.of(0), 0);
        return AdaptationSample.of(ScreenFixture.SCREEN, wells, rule, largestBatch);
    }

    /** Wells of two sites. */
    private static List<WellIngested> wells(int plates, int ofEach, WellRole role) {
        List<WellIngested> wells = new ArrayList<>();
        for (int plate = 1; plate <= plates; plate++) {
            for (int i = 0; i < ofEach; i++) {
                String position = String.format(Locale.ROOT, "%c%02d", 'B' + i / 22, 2 + i % 22);
                WellIngested.Builder well = WellIngested.newBuilder()
                        .setWell(WellKeys.of(WellId.of("HUVEC-05", plate, position)))
                        .setRole(role);
                for (int site = 1; site <= 2; site++) {
                    String name = role + "/" + plate + position + site;
                    well.addSites(IngestedSite.newBuilder()
                            .setSite(site)
                            .setSha256(ByteString.copyFrom(Sha256.of(name.getBytes(StandardCharsets.UTF_8)))));
                }
                wells.add(well.build());
            }
        }
        return wells;
    }
}
