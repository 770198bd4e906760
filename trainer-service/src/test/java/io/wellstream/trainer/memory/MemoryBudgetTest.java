package io.wellstream.trainer.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.Engines;
import io.wellstream.trainer.engine.MemoryPart;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.memory.MemoryBudget.Verdict;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.plan.EffectiveSpecification;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.wells.DatasetCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryBudgetTest {
    private static final long GB = 1_000_000_000;
    private static final RunSpecification SIX_BRANCH = EffectiveSpecification.of(RunSpecification.newBuilder()
            .setDataset("demo")
            .setCellType("HUVEC")
            .setNetwork(NetworkSettings.newBuilder().setName("six-branch"))
            .build());

    private long total = 16 * GB;
    private long unused = 16 * GB;
    private long heap = 900_000_000;
    private OptionalLong configured = OptionalLong.empty();

    private final Path noFiles;

    MemoryBudgetTest(@TempDir Path noFiles) {
        this.noFiles = noFiles;
    }

    @Test
    void aRunThatFitsIsForecastByPart() {
        MemoryForecast forecast = fits(SIX_BRANCH);

        assertThat(forecast.outsideBytes()).isEqualTo(32 * 200_000_000L);
        assertThat(forecast.window()).isEqualTo(32);
        assertThat(forecast.parts()).startsWith("activations 6.4 GB, a window of 32 batches 356 MB");
        assertThat(forecast)
                .hasToString("6.4 GB outside the Java heap and " + forecast.heapBytes() / 1_000_000 + " MB in it");
    }

    @Test
    void theWindowIsAsWideAsTheHeapAllows() {
        MemoryForecast large = fits(SIX_BRANCH.toBuilder().setImageSide(512).build());

        assertThat(large.window()).isEqualTo(4);
        assertThat(large.heapBytes()).isLessThanOrEqualTo(heap);
    }

    @Test
    void aRunThatCanNeverFitIsRefusedWithTheSettingsThatWould() {
        total = 4 * GB;
        unused = 4 * GB;

        assertThat(verdict(SIX_BRANCH))
                .isInstanceOfSatisfying(Verdict.Refused.class, refused -> assertThat(refused.reason())
                        .startsWith("the run needs 6.4 GB outside the Java heap")
                        .contains("activations 6.4 GB", "this trainer may use 3.6 GB outside the Java heap")
                        .endsWith("It fits with a batch of 17"));
    }

    @Test
    void theSuggestedBatchIsTheLargestThatFits() {
        total = 4 * GB;
        unused = 4 * GB;

        assertThat(verdict(SIX_BRANCH.toBuilder().setBatchSize(17).build())).isInstanceOf(Verdict.Fits.class);
        assertThat(verdict(SIX_BRANCH.toBuilder().setBatchSize(18).build())).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aRunWaitsWhileOtherProcessesHaveTheMemory() {
        unused = 5 * GB;

        assertThat(verdict(SIX_BRANCH)).isInstanceOfSatisfying(Verdict.Waits.class, waits -> assertThat(waits.reason())
                .startsWith("memory: the run needs 6.4 GB")
                .contains("4.0 GB of 16.0 GB are free")
                .endsWith("It fits with a batch of 19"));
    }

    @Test
    void aConfiguredLimitCountsInsteadOfWhatIsFree() {
        unused = 1;
        configured = OptionalLong.of(8 * GB);
        assertThat(verdict(SIX_BRANCH)).isInstanceOf(Verdict.Fits.class);

        unused = 16 * GB;
        configured = OptionalLong.of(GB);
        assertThat(verdict(SIX_BRANCH))
                .isInstanceOfSatisfying(Verdict.Refused.class, refused -> assertThat(refused.reason())
                        .contains("1.0 GB outside the Java heap (wellstream.trainer.native-megabytes)"));
    }

    @Test
    void aRunWaitsWhileAnotherOneHasTheHeap() {
        MemoryBudget budget = budget();
        RunSpecification large = SIX_BRANCH.toBuilder().setImageSide(256).build();
        assertThat(budget.verdict(large, wells(), 0)).isInstanceOf(Verdict.Fits.class);

        heap = 60_000_000;

        assertThat(budget.verdict(large, wells(), 0)).isInstanceOf(Verdict.Waits.class);
        assertThat(budget().verdict(large, wells(), 0)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aHeapThatCannotHoldTwoBatchesIsTooSmall() {
        heap = 90_000_000;

        assertThat(verdict(SIX_BRANCH.toBuilder().setImageSide(512).build()))
                .isInstanceOfSatisfying(Verdict.Refused.class, refused -> assertThat(refused.reason())
                        .contains("90 MB in it", "or with a side of"));
    }

    @Test
    void aRunWithoutWellsIsLeftToThePlanToRefuse() {
        assertThat(budget().verdict(SIX_BRANCH, DatasetCounts.of(List.of()), 0))
                .isEqualTo(new Verdict.Fits(MemoryForecast.NOTHING));
    }

    @Test
    void theOutputsOfExperimentsThatAreEvaluatedAreHeld() {
        Workload drawn = Workload.of(SIX_BRANCH, wells(), 0).orElseThrow();
        RunSpecification.Builder named = SIX_BRANCH.toBuilder();
        named.getSplitBuilder()
                .getByExperimentBuilder()
                .addValidation("HUVEC-01")
                .setDrawTest(-1);

        assertThat(drawn)
                .extracting("classes", "plan", "evaluated")
                .containsExactly(20, new PlanMemory(80, 160, 6, 20, 0), 53L);
        assertThat(Workload.of(named.build(), wells(), 0).orElseThrow().evaluated())
                .isEqualTo(40);
        assertThat(Workload.of(SIX_BRANCH.toBuilder().setCellType("U2OS").build(), wells(), 0))
                .isEmpty();
    }

    @Test
    void aManifestOfAnEarlierVersionIsReadWhole() {
        long bytes = 20_000_000;

        MemoryForecast whole = ((Verdict.Fits) budget().verdict(SIX_BRANCH, wells(), bytes)).forecast();

        assertThat(whole.parts()).contains("manifest and plan 120 MB");
        assertThat(fits(SIX_BRANCH).parts()).doesNotContain("manifest");
    }

    /** RxRx1: 51 experiments of 1,232 wells with two sites of six channels. */
    @Test
    void aPlanHasAsManyBytesAsItsObjects() {
        PlanMemory plan = new PlanMemory(62_832, 2 * 62_832, 6, 1_232, 0);
        RunSpecification corrected =
                SIX_BRANCH.toBuilder().setIllumination("plate").build();

        assertThat(plan.held()).isEqualTo(62_832 * 628L);
        assertThat(plan.bytes(SIX_BRANCH)).isBetween(plan.held() * 11 / 10, plan.held() * 14 / 10);
        assertThat(plan.bytes(corrected)).isEqualTo(plan.bytes(SIX_BRANCH) + plan.held());
        assertThat(new PlanMemory(10, 40, 6, 0, 0).held()).isEqualTo(10 * (92 + 16 + 4 * 272L));
        assertThat(new PlanMemory(10, 20, 4, 0, 0).held()).isEqualTo(10 * (92 + 2 * 252L));
    }

    @Test
    void batchesThatBatchNormsAreMeasuredOnAreHeld() {
        RunSpecification adapting =
                SIX_BRANCH.toBuilder().setBatchSize(8).setAdaptation("adabn").build();

        MemoryForecast forecast = fits(adapting);

        assertThat(forecast.outsideBytes()).isEqualTo(64 * 200_000_000L);
        assertThat(forecast.window()).isEqualTo(20); // 19.3 MB each, with five others less than 500 MB
        assertThat(Workload.of(adapting.toBuilder().setBatchSize(128).build(), wells(), 0)
                        .orElseThrow()
                        .largestBatch())
                .isEqualTo(128);
        assertThat(Workload.of(adapting.toBuilder().setImageSide(1024).build(), wells(), 0)
                        .orElseThrow()
                        .largestBatch())
                .isEqualTo(8);
    }

    private MemoryForecast fits(RunSpecification run) {
        return ((Verdict.Fits) verdict(run)).forecast();
    }

    private Verdict verdict(RunSpecification run) {
        return budget().verdict(run, wells(), 0);
    }

    private MemoryBudget budget() {
        MachineMemory machine = new MachineMemory(noFiles, () -> total, () -> unused);
        return new MemoryBudget(Engines.only(new Hungry()), machine, () -> heap, configured, 32);
    }

    /** 20 classes in 4 experiments, two sites a well. */
    private static DatasetCounts wells() {
        List<WellIngested> wells = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            WellId id = WellId.of("HUVEC-0" + (i % 4 + 1), 1 + i / 40, "B" + (10 + i % 10));
            wells.add(WellIngested.newBuilder()
                    .setWell(WellKeys.of(id))
                    .setCellType("HUVEC")
                    .setSubset(Subset.SUBSET_TRAIN)
                    .setLabel("sirna_" + i / 4)
                    .addSites(site())
                    .addSites(site())
                    .build());
        }
        return DatasetCounts.of(wells);
    }

    private static IngestedSite site() {
        IngestedSite.Builder site = IngestedSite.newBuilder();
        for (int channel = 0; channel < 6; channel++) {
            site.addImages(IngestedImage.getDefaultInstance());
        }
        return site.build();
    }

    /** Takes 200 MB for each sample, whatever its size. */
    private static final class Hungry implements Engine {
        @Override
        public EngineName name() {
            return EngineName.DL4J;
        }

        @Override
        public boolean reads(Path checkpoint) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<MemoryPart> memory(NetworkSpec spec, TrainingSettings settings, int batchSize, int evaluated) {
            return List.of(new MemoryPart("activations", Math.max(batchSize, evaluated) * 200_000_000L));
        }

        @Override
        public String describe() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String environment() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Network create(NetworkSpec spec, TrainingSettings settings, long seed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Network restore(Path checkpoint, long step) {
            throw new UnsupportedOperationException();
        }
    }
}
