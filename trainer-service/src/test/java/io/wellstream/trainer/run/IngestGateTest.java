package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.RunSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;

class IngestGateTest {
    private final TrainingWorld world = new TrainingWorld(2);
    private final RunSpecification run = TrainingWorld.specification().build();

    @Test
    void aFinishedIngestOpensTheGate() {
        assertThat(IngestGate.of(run, List.of(world.ingest()), world.wells))
                .isEqualTo(new IngestGate.Open(world.ingest().getScreen()));
    }

    @Test
    void aRunWaitsForEveryShardOfAJobThatItNames() {
        IngestFinished oneOfTwo = world.ingest().toBuilder().setShards(2).build();

        assertThat(IngestGate.of(run.toBuilder().addIngestJobs("job-1").build(), List.of(oneOfTwo), world.wells))
                .isEqualTo(new IngestGate.Waiting("1 of 2 shards of ingest job job-1 have finished"));
    }

    @Test
    void aRunWaitsForPublishedWellsThatHaveNotComeYet() {
        assertThat(IngestGate.of(run, List.of(world.ingest()), world.wells.subList(0, 5)))
                .isEqualTo(new IngestGate.Waiting("ingest job job-1 published 12 wells, 5 have come"));
    }

    @Test
    void anExperimentWhoseIngestIsUnfinishedIsRefusedUnlessAPartWillDo() {
        IngestFinished first = world.ingest().toBuilder()
                .clearExperiments()
                .addExperiments("HUVEC-01")
                .setWellsPublished(6)
                .build();

        assertThat(IngestGate.of(run, List.of(first), world.wells))
                .isInstanceOfSatisfying(IngestGate.Refused.class, refused -> assertThat(refused.reason())
                        .contains("[HUVEC-02]")
                        .contains("set partial"));
        assertThat(IngestGate.of(run.toBuilder().setPartial(true).build(), List.of(first), world.wells))
                .isInstanceOf(IngestGate.Open.class);
    }

    @Test
    void aDataSetThatWasNeverIngestedIsRefused() {
        assertThat(IngestGate.of(run, List.of(), List.of()))
                .isInstanceOfSatisfying(IngestGate.Refused.class, refused -> assertThat(refused.reason())
                        .startsWith("no ingest of data set 'small' has finished"));
    }
}
