package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.illumination.Illumination;
import io.wellstream.imaging.illumination.IlluminationFunction;
import io.wellstream.imaging.normalize.ChannelStatistics;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.InputDescription;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.SampleRequest;
import io.wellstream.proto.v1.Split;
import io.wellstream.wire.illumination.PlateCorrection;
import io.wellstream.wire.illumination.PlateSites;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.keys.WellKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The plan of a run that corrects the illumination of its plates. */
class IlluminatedPlanTest {
    private final SmallScreen screen = new SmallScreen()
            .treatments("HUVEC-01", "a", "b", "c", "d")
            .treatments("HUVEC-02", "a", "b", "c", "d")
            .treatments("RPE-01", "a", "b");

    @Test
    void requestsNameTheFunctionsOfEachPlateOnce() {
        RunPlan plan = corrected(run());

        BatchRequest request = plan.request(plan.at(0), 1);

        assertThat(request.getKernelVersion()).isEqualTo(Illumination.KERNEL_VERSION);
        assertThat(request.getIlluminationsList()).hasSizeBetween(1, 2).doesNotHaveDuplicates();
        for (SampleRequest sample : request.getSamplesList()) {
            PlateId plate = WellKeys.wellOf(sample.getWell()).plate();
            assertThat(request.getIlluminations(sample.getIllumination() - 1)).isEqualTo(ref(plate));
        }
    }

    @Test
    void normalisationUsesTheStatisticsAfterTheCorrection() {
        RunPlan plan = corrected(run());

        SampleRequest sample = plan.request(plan.at(0), 1).getSamples(0);

        assertThat(sample.getScaleList()).containsExactly(1 / 5f, 1 / 5f);
        assertThat(sample.getOffsetList()).containsExactly(-20 / 5f, -20 / 5f);
    }

    @Test
    void sixteenBitSitesHaveTheirOwnKernelVersion() {
        RunPlan plan = corrected(
                run(),
                new SmallScreen()
                        .sixteenBits()
                        .treatments("HUVEC-01", "a", "b", "c", "d")
                        .treatments("HUVEC-02", "a", "b", "c", "d")
                        .data());

        BatchRequest request = plan.request(plan.at(0), 1);

        assertThat(request.getKernelVersion())
                .isEqualTo(4)
                .isEqualTo(plan.input().getKernelVersion());
        assertThat(request.getSamples(0).getScaleList()).containsExactly(1 / 5f, 1 / 5f);
    }

    @Test
    void theCardNamesIt() {
        InputDescription input = corrected(run()).input();

        assertThat(input.getIllumination()).isEqualTo("plate");
        assertThat(input.getKernelVersion()).isEqualTo(Illumination.KERNEL_VERSION);
        assertThat(corrected(run()).warnings()).anyMatch(warning -> warning.startsWith("illumination plate is trans"));
    }

    @Test
    void aRunWithoutItIsPlannedAsBefore() {
        RunPlan plan = screen.plan(run().clearIllumination());
        RunPlan none = screen.plan(run().setIllumination("none"));

        BatchRequest request = plan.request(plan.at(0), 1);

        assertThat(request.getKernelVersion()).isEqualTo(1);
        assertThat(request.getIlluminationsCount()).isZero();
        assertThat(request.getSamplesList()).allMatch(sample -> sample.getIllumination() == 0);
        assertThat(none.specification()).isEqualTo(plan.specification());
        assertThat(plan.specification().getIllumination()).isEmpty();
        assertThat(EffectiveSpecification.writtenOut(plan.specification()).getIllumination())
                .isEqualTo("none");
        assertThat(plan.input().getIllumination()).isEmpty();
        assertThat(plan.warnings()).noneMatch(warning -> warning.contains("illumination"));
    }

    @Test
    void aPlanWithoutTheFunctionsMakesNoRequest() {
        RunPlan plan = screen.plan(run());

        assertThatThrownBy(() -> plan.request(plan.at(0), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without the illumination of plate HUVEC-0");
    }

    @Test
    void anotherKindIsRefused() {
        assertThatThrownBy(() -> screen.plan(run().setIllumination("well")))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("illumination is 'well'; expected one of none, plate");
    }

    @Test
    void thePlatesAreThoseOfTheCellType() {
        DataSet data = screen.data();

        assertThat(data.plates(Scope.of(EffectiveSpecification.of(complete(run())))))
                .extracting(plate -> plate.plate().toString(), plate -> plate.sites()
                        .size())
                .containsExactly(tuple("HUVEC-01/1", 8), tuple("HUVEC-02/1", 8));
    }

    private RunPlan corrected(RunSpecification.Builder asked) {
        return corrected(asked, screen.data());
    }

    private static RunPlan corrected(RunSpecification.Builder asked, DataSet data) {
        RunSpecification specification = EffectiveSpecification.of(complete(asked));
        Map<PlateId, PlateCorrection> plates = new TreeMap<>();
        for (PlateSites plate : data.plates(Scope.of(specification))) {
            Map<SiteId, ChannelStatistics> statistics = new HashMap<>();
            ChannelStatistics ofEach = new ChannelStatistics(new float[] {20, 20}, new float[] {5, 5}, data.depth());
            plate.sites().forEach(site -> statistics.put(site.id(), ofEach));
            IlluminationFunction flat = new IlluminationFunction(1, 1, new float[] {1});
            plates.put(
                    plate.plate(),
                    new PlateCorrection(ref(plate.plate()), new Illumination(List.of(flat, flat)), statistics));
        }
        return RunPlan.of(new RunId("run-1"), specification, data.corrected(plates));
    }

    private static ObjectRef ref(PlateId plate) {
        return ObjectRef.newBuilder()
                .setKey("small/illumination/" + plate)
                .setSize(1)
                .setSha256(ByteString.copyFromUtf8(plate.toString()))
                .build();
    }

    private static RunSpecification complete(RunSpecification.Builder run) {
        return run.setDataset(SmallScreen.ID.name()).build();
    }

    private static RunSpecification.Builder run() {
        return RunSpecification.newBuilder()
                .setCellType("HUVEC")
                .setBatchSize(8)
                .setIllumination("plate")
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).setDrawTest(-1)));
    }
}
