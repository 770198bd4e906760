package io.wellstream.trainer.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ChannelDescription;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.Manifest;
import io.wellstream.proto.v1.ManifestPage;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.trainer.memory.PlanMemory;
import io.wellstream.trainer.plan.DataSet;
import io.wellstream.trainer.plan.EffectiveSpecification;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.keys.WellKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run's manifest and plan take of the heap, by well; the figures in docs/capacity.md. {@code plan.experiments} chooses the size. */
@Tag("long")
class PlanHeapTest {
    private static final int EXPERIMENTS = Integer.getInteger("plan.experiments", 51);
    private static final int WELLS = 1_232; // of an experiment, with two sites of six channels each
    private static final int SITES = 2;
    private static final int CHANNELS = 6;

    /** By how much of what is measured a forecast may differ: a collection leaves some garbage, and classes are loaded. */
    private static final Percentage TOLERANCE = Percentage.withPercentage(5);

    private final Path folder;

    PlanHeapTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aPlanTakesWhatIsForecastAndMakingAManifestAlmostNothing() {
        long wells = (long) EXPERIMENTS * WELLS;
        LiveDataset live = new LiveDataset(
                new DatasetId("screen"),
                screen(),
                IntStream.range(0, EXPERIMENTS)
                        .mapToObj("HUVEC-%04d"::formatted)
                        .toList(),
                PlanHeapTest::wells,
                List.of());
        long before = heap();
        Manifest root = live.root(this::put);
        long rootBytes = heap() - before;
        RunSpecification run = EffectiveSpecification.of(RunSpecification.newBuilder()
                .setDataset("screen")
                .setCellType("HUVEC")
                .build());

        RunPlan plan = RunPlan.of(new RunId("run-1"), run, Pages.read(root, run, this::page));
        assertThat(plan.examplesOf(plan.at(0))).hasSize(run.getBatchSize());

        long taken = heap() - before;
        assertThat(plan.data().wells()).hasSize(Math.toIntExact(wells));
        System.out.printf(
                "wells=%d root_bytes=%d root_heap_kb=%d plan_bytes_per_well=%d page_bytes_per_well=%d%n",
                wells, root.getSerializedSize(), rootBytes / 1_000, taken / wells, bytesOf(root) / wells);
        assertThat(rootBytes).isLessThan(20_000_000);
        PlanMemory forecast = new PlanMemory(wells, SITES * wells, CHANNELS, WELLS, 0);
        assertThat(taken).isCloseTo(forecast.held(), TOLERANCE);
    }

    /** What is in memory as messages: the records and the page of an experiment, and a manifest of an earlier version. */
    @Test
    void messagesTakeNoMoreThanForecast() {
        String experiment = "HUVEC-0001";
        byte[] bytes = DataSet.page(wells(experiment)).toByteArray();
        long before = heap();

        Collection<WellIngested> records = wells(experiment);
        Manifest page = DataSet.page(records);
        byte[] again = page.toByteArray();

        long taken = heap() - before;
        assertThat(again).isEqualTo(bytes);
        assertThat(records).hasSize(page.getWellsCount());
        long beforeParsing = heap();
        Manifest parsed = parse(bytes);
        long ofParsed = heap() - beforeParsing;
        assertThat(parsed).isEqualTo(page);
        System.out.printf(
                "message_bytes_per_well=%d parsed_bytes_per_byte=%.2f%n",
                taken / WELLS, ofParsed / (double) bytes.length);
        long forecast = new PlanMemory(0, 0, CHANNELS, WELLS, 0).atOnce();
        assertThat(taken).isBetween(forecast / 2, forecast);
        long whole = new PlanMemory(0, 0, CHANNELS, 0, bytes.length).atOnce();
        assertThat(ofParsed + bytes.length).isBetween(whole / 2, whole);
    }

    private static long bytesOf(Manifest root) {
        return root.getPagesList().stream()
                .mapToLong(page -> page.getObject().getSize())
                .sum();
    }

    private ObjectRef put(ObjectKey key, byte[] page) {
        try {
            Files.write(file(key), page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return key.refTo(page);
    }

    private Manifest page(ManifestPage page) {
        try {
            return parse(Files.readAllBytes(file(ObjectKey.of(page.getObject()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Manifest parse(byte[] page) {
        try {
            return Manifest.parseFrom(page);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path file(ObjectKey key) {
        return folder.resolve(key.path().replace('/', '_'));
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static ScreenDescription screen() {
        ScreenDescription.Builder screen = ScreenDescription.newBuilder();
        for (int channel = 1; channel <= 6; channel++) {
            screen.addChannels(ChannelDescription.newBuilder().setNumber(channel));
        }
        return screen.build();
    }

    private static Collection<WellIngested> wells(String experiment) {
        SplittableRandom random = new SplittableRandom(experiment.hashCode());
        List<WellIngested> wells = new ArrayList<>();
        for (int i = 0; i < WELLS; i++) {
            String at = "%c%02d".formatted('B' + i % 308 / 22, 2 + i % 22);
            boolean control = i >= 1_108;
            WellIngested.Builder well = WellIngested.newBuilder()
                    .setDataset("screen")
                    .setWell(WellKeys.of(WellId.of(experiment, 1 + i / 308, at)))
                    .setCellType("HUVEC")
                    .setSubset(Subset.SUBSET_TRAIN)
                    .setRole(control ? WellRole.WELL_ROLE_POSITIVE_CONTROL : WellRole.WELL_ROLE_TREATMENT)
                    .setLabel("sirna_" + i)
                    .setIdCode(experiment + "_" + (1 + i / 308) + "_" + at);
            for (int site = 1; site <= 2; site++) {
                well.addSites(site(site, random));
            }
            wells.add(well.build());
        }
        return wells;
    }

    private static IngestedSite site(int number, SplittableRandom random) {
        byte[] digest = new byte[32];
        random.nextBytes(digest);
        IngestedSite.Builder site = IngestedSite.newBuilder()
                .setSite(number)
                .setSize(1_572_880)
                .setSha256(ByteString.copyFrom(digest))
                .setWidth(512)
                .setHeight(512);
        for (int channel = 0; channel < 6; channel++) {
            site.addImages(IngestedImage.newBuilder()
                    .setMean((float) (50 * random.nextDouble()))
                    .setSd((float) (30 * random.nextDouble())));
        }
        return site.build();
    }
}
