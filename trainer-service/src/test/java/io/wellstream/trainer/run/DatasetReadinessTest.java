package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.wire.wells.DatasetCounts;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetReadinessTest {
    private final TrainingWorld world = new TrainingWorld(2);
    private final RunSpecification run = TrainingWorld.specification().build();

    @Test
    void aDataSetIsReadyWhenItsIngestHasFinished() {
        assertThat(DatasetReadiness.of(run, List.of(world.ingest()), DatasetCounts.of(world.wells)))
                .isEqualTo(new DatasetReadiness.Ready(world.ingest().getScreen()));
    }

    @Test
    void aRunWaitsForEveryShardOfAJobThatItNames() {
        IngestFinished oneOfTwo = world.ingest().toBuilder().setShards(2).build();

        assertThat(DatasetReadiness.of(
                        run.toBuilder().addIngestJobs("job-1").build(),
                        List.of(oneOfTwo),
                        DatasetCounts.of(world.wells)))
                .isEqualTo(new DatasetReadiness.Waiting("1 of 2 shards of ingest job job-1 have finished"));
    }

    @Test
    void aRunWaitsForPublishedWellsThatHaveNotArrived() {
        assertThat(DatasetReadiness.of(run, List.of(world.ingest()), DatasetCounts.of(world.wells.subList(0, 5))))
                .isEqualTo(new DatasetReadiness.Waiting("ingest job job-1 published 12 wells, and 5 have arrived"));
    }

    @Test
    void wellsThatALaterIngestWithdrewAreNotWaitedFor() {
        IngestFinished later = world.ingest().toBuilder()
                .setJob("job-2")
                .setFinishedAtMs(world.ingest().getFinishedAtMs() + 1)
                .setWellsPublished(11)
                .setReplacesEarlier(true)
                .build();

        assertThat(DatasetReadiness.of(
                        run, List.of(world.ingest(), later), DatasetCounts.of(world.wells.subList(0, 11))))
                .isEqualTo(new DatasetReadiness.Ready(later.getScreen()));
        assertThat(DatasetReadiness.of(
                        run, List.of(world.ingest(), later), DatasetCounts.of(world.wells.subList(0, 10))))
                .isEqualTo(new DatasetReadiness.Waiting("ingest job job-2 published 11 wells, and 10 have arrived"));
    }

    @Test
    void anExperimentWithAnUnfinishedIngestIsRefusedUnlessTheRunAcceptsPartialData() {
        IngestFinished first = world.ingest().toBuilder()
                .clearExperiments()
                .addExperiments("HUVEC-01")
                .setWellsPublished(6)
                .build();

        assertThat(DatasetReadiness.of(run, List.of(first), DatasetCounts.of(world.wells)))
                .isInstanceOfSatisfying(DatasetReadiness.Refused.class, refused -> assertThat(refused.reason())
                        .contains("[HUVEC-02]")
                        .contains("set partial"));
        assertThat(DatasetReadiness.of(
                        run.toBuilder().setPartial(true).build(), List.of(first), DatasetCounts.of(world.wells)))
                .isInstanceOf(DatasetReadiness.Ready.class);
    }

    @Test
    void aDataSetThatWasNeverIngestedIsRefused() {
        assertThat(DatasetReadiness.of(run, List.of(), DatasetCounts.of(List.of())))
                .isInstanceOfSatisfying(DatasetReadiness.Refused.class, refused -> assertThat(refused.reason())
                        .startsWith("no ingest of data set 'small' has finished"));
    }
}
