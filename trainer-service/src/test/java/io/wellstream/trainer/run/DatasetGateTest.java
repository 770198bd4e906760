package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.InMemoryTable;
import io.wellstream.wire.keys.DatasetFilter;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.WellKeys;
import org.junit.jupiter.api.Test;

/** How often a waiting run has the wells of its data set read. */
class DatasetGateTest {
    private final TrainingWorld world = new TrainingWorld(2);
    private final RunRecord run = RunRecord.newBuilder()
            .setRun("run-1")
            .setSpecification(TrainingWorld.specification())
            .build();
    private final InMemoryTable<WellIngested> wells = new InMemoryTable<>();
    private final InMemoryTable<IngestFinished> ingests = new InMemoryTable<>();
    private final DatasetGate gate =
            new DatasetGate(new TrainerTables(new InMemoryTable<>(), ingests, wells, DatasetFilter.ALL));

    @Test
    void wellsAreReadWhenOneHasChangedAndNotAtEveryLook() {
        ingests.put("small/job-1/0", world.ingest());
        world.wells.subList(0, world.wells.size() - 1).forEach(this::put);
        assertThat(gate.waitingFor(run))
                .hasValueSatisfying(reason -> assertThat(reason).endsWith("published 12 wells, and 11 have arrived"));
        int before = wells.scans();

        assertThat(gate.waitingFor(run)).isPresent();
        assertThat(wells.scans()).isEqualTo(before);

        put(world.wells.getLast());
        assertThat(gate.waitingFor(run)).isEmpty();
        assertThat(wells.scans()).isEqualTo(before + 1);
    }

    private void put(WellIngested well) {
        DatasetId dataset = new DatasetId(run.getSpecification().getDataset());
        wells.put(MessageKeys.well(dataset, WellKeys.wellOf(well.getWell())), well);
    }
}
