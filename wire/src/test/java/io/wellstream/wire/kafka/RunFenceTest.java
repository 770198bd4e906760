package io.wellstream.wire.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.RunCancelled;
import io.wellstream.proto.v1.RunFailed;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunRequested;
import io.wellstream.proto.v1.RunStarted;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the table of runs shows after records that came in an order in which they should not have been written. */
class RunFenceTest {
    private static final RunRecord REQUESTED = RunRecord.newBuilder()
            .setRequested(RunRequested.getDefaultInstance())
            .build();
    private static final RunRecord CANCELLED = RunRecord.newBuilder()
            .setCancelled(RunCancelled.getDefaultInstance())
            .build();

    @Test
    void recordsInTheirOrderAllCount() {
        assertThat(after(REQUESTED, started(1), started(1), started(2), finished(2)))
                .isEqualTo(finished(2));
        assertThat(after(REQUESTED, started(1), CANCELLED)).isEqualTo(CANCELLED);
        assertThat(after(REQUESTED, REQUESTED.toBuilder().setRequestedAtMs(7).build())
                        .getRequestedAtMs())
                .isEqualTo(7);
    }

    @Test
    void whateverALoserWritesIsIgnored() {
        for (RunRecord late : List.of(REQUESTED, started(1), failed(1), finished(1))) {
            assertThat(after(REQUESTED, started(1), started(2), late)).isEqualTo(started(2));
            assertThat(after(REQUESTED, started(2), finished(2), late)).isEqualTo(finished(2));
        }
    }

    @Test
    void anAttemptThatHasEndedDoesNotGoBack() {
        assertThat(after(started(2), finished(2), started(2))).isEqualTo(finished(2));
        assertThat(after(started(2), finished(2), CANCELLED)).isEqualTo(finished(2));
    }

    @Test
    void aCancellationCountsWhicheverAttemptItsAuthorKnew() {
        RunRecord ofFirst = CANCELLED.toBuilder().setAttempt(1).build();

        assertThat(after(started(1), started(2), ofFirst)).isEqualTo(ofFirst);
        assertThat(after(started(1), ofFirst, started(1))).isEqualTo(ofFirst);
    }

    @Test
    void aReopenedRunIsLaterThanAllBefore() {
        RunRecord resumed = REQUESTED.toBuilder().setReopened(1).build();
        RunRecord again = started(3).toBuilder().setReopened(1).build();

        assertThat(after(started(2), failed(2), resumed)).isEqualTo(resumed);
        assertThat(after(failed(2), resumed, started(1), failed(2))).isEqualTo(resumed);
        assertThat(after(failed(2), resumed, again)).isEqualTo(again);
    }

    private static RunRecord after(RunRecord... records) {
        RunFence fence = new RunFence();
        Optional<RunRecord> known = Optional.empty();
        for (RunRecord next : records) {
            known = fence.admits("run-1", known, next) ? Optional.of(next) : known;
        }
        return known.orElseThrow();
    }

    private static RunRecord started(int attempt) {
        return RunRecord.newBuilder()
                .setStarted(RunStarted.newBuilder().setAttempt(attempt))
                .build();
    }

    private static RunRecord finished(int attempt) {
        return RunRecord.newBuilder()
                .setFinished(RunFinished.newBuilder().setAttempt(attempt))
                .build();
    }

    private static RunRecord failed(int attempt) {
        return RunRecord.newBuilder()
                .setFailed(RunFailed.newBuilder().setAttempt(attempt))
                .build();
    }
}
