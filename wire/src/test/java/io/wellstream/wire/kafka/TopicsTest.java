package io.wellstream.wire.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicsTest {
    /** With more partitions, a share group would give the one that holds a run's requests to a single worker. */
    @Test
    void allWorkersShareTheOnePartitionOfBatchRequests() {
        assertThat(Topics.BATCH_REQUESTS.partitions()).isEqualTo(1);
    }
}
