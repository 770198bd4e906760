package io.wellstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.IngestFinished;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinishedIngestsTest {
    @Test
    void withoutAReplacingJobAllCountInTheirOrder() {
        assertThat(FinishedIngests.counting(List.of(shard("b", 0, 2, false), shard("a", 0, 1, false))))
                .extracting(IngestFinished::getJob)
                .containsExactly("a", "b");
    }

    @Test
    void aJobThatWithdrewWellsReplacesAllEarlierOnesButNotItsOwnShards() {
        assertThat(FinishedIngests.counting(List.of(
                        shard("a", 0, 1, false),
                        shard("b", 1, 2, false),
                        shard("b", 0, 3, true),
                        shard("c", 0, 4, false))))
                .extracting(shard -> shard.getJob() + shard.getShard())
                .containsExactly("b1", "b0", "c0");
    }

    @Test
    void theLatestReplacingJobCounts() {
        assertThat(FinishedIngests.counting(List.of(shard("a", 0, 1, true), shard("b", 0, 2, true))))
                .extracting(IngestFinished::getJob)
                .containsExactly("b");
    }

    private static IngestFinished shard(String job, int shard, long at, boolean replaces) {
        return IngestFinished.newBuilder()
                .setJob(job)
                .setShard(shard)
                .setFinishedAtMs(at)
                .setReplacesEarlier(replaces)
                .build();
    }
}
