package io.wellstream.trainer.batches;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.BatchDone;
import io.wellstream.wire.keys.RunId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchInboxTest {
    private long now;

    @Test
    void onlyAnswersToThisRunAndAttemptAreReturned() {
        BatchDone mine = answer("run-a", 2, "w1");
        LiveWorkers workers = new LiveWorkers(64, () -> now);
        BatchInbox inbox = new BatchInbox(
                limit -> List.of(answer("run-a", 1, "w2"), mine, answer("run-b", 2, "w3")),
                new RunId("run-a"),
                2,
                workers);

        assertThat(inbox.poll(Duration.ZERO)).containsExactly(mine);
    }

    @Test
    void theWindowGrowsWithTheWorkersThatAnsweredRecently() {
        LiveWorkers workers = new LiveWorkers(7, () -> now);
        assertThat(workers.windowWidth()).isEqualTo(2);

        workers.answered("w1");
        workers.answered("w1");
        workers.answered("w2");
        assertThat(workers.windowWidth()).isEqualTo(6);

        workers.answered("w3");
        assertThat(workers.windowWidth()).isEqualTo(7);

        now += Duration.ofSeconds(61).toNanos();
        assertThat(workers.windowWidth()).isEqualTo(2);
    }

    private static BatchDone answer(String run, int attempt, String worker) {
        return BatchDone.newBuilder()
                .setRun(run)
                .setAttempt(attempt)
                .setWorker(worker)
                .build();
    }
}
