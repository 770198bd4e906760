package io.wellstream.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.IngestRequested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobRecordsTest {
    private static final IngestRequested RECORD = IngestRequested.newBuilder()
            .setJob("one")
            .setDataset("small")
            .setSource("/screens/small")
            .setShards(1)
            .build();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aJobThatContinuesAfterARestartKeepsGoneWellsIfItWasAskedTo(boolean keepGone) {
        IngestRequested record = RECORD.toBuilder().setKeepGone(keepGone).build();

        assertThat(JobRecords.job(record).keepGone()).isEqualTo(keepGone);
    }

    @Test
    void aRecordOfAnOlderVersionWithdraws() {
        assertThat(JobRecords.job(RECORD).keepGone()).isFalse();
    }
}
