package io.wellstream.wire.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicsTest {
    /** With more, a share group gives the partition that holds a run's requests to one worker alone. */
    @Test
    void allWorkersShareTheOnePartitionOfBatchRequests() {
        assertThat(Topics.BATCH_REQUESTS.partitions()).isEqualTo(1);
    }
}
