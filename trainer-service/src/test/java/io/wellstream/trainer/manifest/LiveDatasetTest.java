package io.wellstream.trainer.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.ChannelDescription;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.Manifest;
import io.wellstream.proto.v1.ManifestPage;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.trainer.plan.DataSet;
import io.wellstream.trainer.plan.EffectiveSpecification;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.keys.WellKeys;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiveDatasetTest {
    private static final DatasetId ID = new DatasetId("screen");
    private static final ScreenDescription SCREEN = ScreenDescription.newBuilder()
            .addChannels(ChannelDescription.newBuilder().setNumber(1))
            .build();

    /** "HUVEC-1" is before "HUVEC-1-b" among experiments, and after it among the keys of a table. */
    private static final List<String> EXPERIMENTS =
            List.of("HUVEC-1", "HUVEC-1-b", "HUVEC-2", "HUVEC-3", "U2OS-1", "U2OS-2", "U2OS-3");

    private final TreeMap<String, List<WellIngested>> wells = new TreeMap<>();
    private final Map<ObjectKey, byte[]> stored = new HashMap<>();
    private final List<String> read = new ArrayList<>();

    LiveDatasetTest() {
        for (String experiment : EXPERIMENTS) {
            List<WellIngested> of = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                of.add(well(experiment, i));
            }
            wells.put(experiment, of);
        }
    }

    @Test
    void theRootFollowedByThePagesIsTheManifestOfEarlierVersions() {
        Manifest root = root();

        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(Manifest.newBuilder()
                .setDataset("screen")
                .setScreen(SCREEN)
                .build()
                .toByteArray());
        root.getPagesList().forEach(page -> all.writeBytes(object(page)));
        byte[] before = DataSet.manifest(ID, SCREEN, allWells()).toByteArray();
        assertThat(all.toByteArray()).isEqualTo(before);
        assertThat(live().whole().toByteArray()).isEqualTo(before);
        assertThat(root.getDataSha256()).isEqualTo(ByteString.copyFrom(Sha256.of(before)));
        assertThat(root.getPagesList()).extracting(ManifestPage::getExperiment).isEqualTo(EXPERIMENTS);
        assertThat(root.getPages(0).getWells()).isEqualTo(8);
        assertThat(root.getPages(0).getSites()).isEqualTo(16);
    }

    @Test
    void equalDataGivesAnEqualRootInAnyOrderOfArrival() {
        Manifest sorted = root();

        wells.values().forEach(of -> Collections.shuffle(of, new Random(1)));

        assertThat(root()).isEqualTo(sorted).isEqualTo(live().root());
    }

    @Test
    void theWellsOfOneExperimentAreReadAtATime() {
        assertThat(root().getPagesCount()).isEqualTo(7);

        assertThat(read).isEqualTo(EXPERIMENTS);
        assertThat(stored.values()).allSatisfy(page -> assertThat(Manifest.parseFrom(page).getWellsList().stream()
                        .map(well -> well.getWell().getExperiment())
                        .distinct())
                .hasSize(1));
    }

    @Test
    void aRunReadsThePagesOfItsCellTypeAndOfExcludedWells() {
        Manifest root = root();
        RunSpecification run = specification(Target.TARGET_TREATMENT).toBuilder()
                .addExcluded(WellKeys.of(WellId.of("U2OS-2", 1, "B02")))
                .build();

        DataSet data = Pages.read(root, run, this::page);

        assertThat(data.wells().stream()
                        .map(well -> well.id().experiment().name())
                        .distinct())
                .containsExactly("HUVEC-1", "HUVEC-1-b", "HUVEC-2", "HUVEC-3", "U2OS-2");
        assertThat(data.controlLabels())
                .as("of all experiments")
                .isEqualTo(DataSet.of(live().whole()).controlLabels())
                .contains("only in U2OS-1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Target.class,
            names = {"TARGET_TREATMENT", "TARGET_CONTROL", "TARGET_TREATMENT_AND_CONTROL"})
    void aPlanFromPagesIsThatFromTheWholeManifest(Target target) {
        RunSpecification run = specification(target);
        RunPlan paged = RunPlan.of(new RunId("run-1"), run, Pages.read(root(), run, this::page));
        RunPlan whole = RunPlan.of(new RunId("run-1"), run, DataSet.of(live().whole()));

        assertThat(paged.data().wells()).hasSize(32);
        assertThat(whole.data().wells()).hasSize(56);
        assertThat(paged.examples().classes()).isEqualTo(whole.examples().classes());
        assertThat(paged.examples().split().training())
                .isEqualTo(whole.examples().split().training());
        assertThat(requests(paged)).isEqualTo(requests(whole)).isNotEmpty();
        assertThat(paged.warnings()).isEqualTo(whole.warnings());
        assertThat(paged.input()).isEqualTo(whole.input());
    }

    private static List<BatchRequest> requests(RunPlan plan) {
        List<BatchRequest> requests = new ArrayList<>();
        for (long position = 0; position < plan.position(2, 0); position++) {
            requests.add(plan.request(plan.at(position), 1));
        }
        return requests;
    }

    private static RunSpecification specification(Target target) {
        return EffectiveSpecification.of(RunSpecification.newBuilder()
                .setDataset("screen")
                .setCellType("HUVEC")
                .setTarget(target)
                .setNormalization("experiment")
                .setImageSide(16)
                .setBatchSize(4)
                .setEpochs(2)
                .build());
    }

    private Manifest root() {
        return live().root((key, page) -> {
            stored.put(key, page);
            return key.refTo(page);
        });
    }

    private LiveDataset live() {
        return new LiveDataset(ID, SCREEN, List.copyOf(wells.keySet()), this::wellsOf, List.of());
    }

    private Collection<WellIngested> wellsOf(String experiment) {
        read.add(experiment);
        return Objects.requireNonNull(wells.get(experiment));
    }

    private List<WellIngested> allWells() {
        return wells.values().stream().flatMap(List::stream).toList();
    }

    private Manifest page(ManifestPage page) {
        try {
            return Manifest.parseFrom(object(page));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] object(ManifestPage page) {
        return Objects.requireNonNull(stored.get(ObjectKey.of(page.getObject())));
    }

    private static WellIngested well(String experiment, int number) {
        boolean control = number >= 4;
        String label = control ? "c" + number : "t" + number;
        WellIngested.Builder well = WellIngested.newBuilder()
                .setDataset("screen")
                .setWell(WellKeys.of(WellId.of(experiment, 1, "B0" + (number + 2))))
                .setCellType(experiment.substring(0, experiment.indexOf('-')))
                .setSubset(Subset.SUBSET_TRAIN)
                .setRole(control ? WellRole.WELL_ROLE_POSITIVE_CONTROL : WellRole.WELL_ROLE_TREATMENT)
                .setLabel(control && number == 7 && experiment.equals("U2OS-1") ? "only in U2OS-1" : label);
        for (int site = 1; site <= 2; site++) {
            well.addSites(IngestedSite.newBuilder()
                    .setSite(site)
                    .setSize(1_000)
                    .setSha256(ByteString.copyFrom(Sha256.of((experiment + number + site).getBytes(UTF_8))))
                    .addImages(IngestedImage.newBuilder().setMean(number + site).setSd(2 + number))
                    .setWidth(16)
                    .setHeight(16));
        }
        return well.build();
    }
}
