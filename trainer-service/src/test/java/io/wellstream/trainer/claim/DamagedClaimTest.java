package io.wellstream.trainer.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.InMemoryObjectStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A claim that the store loses or damages, and a thread that no longer renews one. */
class DamagedClaimTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final DatasetId DATASET = new DatasetId("demo");
    private static final RunId ID = new RunId("run-1");
    private static final ObjectKey KEY = ObjectKeys.claim(DATASET, ID);
    private static final RunRecord RUN =
            RunRecord.newBuilder().setRun(ID.name()).setRequestedAtMs(7).build();

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private long now;

    @Test
    void aLostClaimIsTakenAfterHalfAMinuteWithAHigherAttemptThanAnyBefore() {
        Claim holder = claims("holder").tryClaim(DATASET, RUN).orElseThrow();
        store.putIfAbsent(
                ObjectKeys.checkpoint(DATASET, ID, 8, "complete-4"),
                CheckpointComplete.newBuilder().setStep(8).setAttempt(4).build().toByteArray());
        store.delete(List.of(KEY));
        Claims other = claims("other");

        assertThat(other.tryClaim(DATASET, RUN))
                .as("the holder may not know yet")
                .isEmpty();
        pass(30);
        Claim taken = other.tryClaim(DATASET, RUN).orElseThrow();

        assertThat(taken.attempt()).isEqualTo(5);
        assertThatThrownBy(holder::check).isInstanceOf(ClaimLostException.class);
        taken.check();
    }

    @Test
    void theAttemptsInTheRecordOfTheRunCountToo() {
        Claims trainer = claims("trainer");
        RunRecord third = RUN.toBuilder().setAttempt(3).build();

        assertThat(trainer.tryClaim(DATASET, third)).isEmpty();
        pass(30);
        assertThat(trainer.tryClaim(DATASET, third).orElseThrow().attempt()).isEqualTo(4);
    }

    @Test
    void aDamagedClaimIsReplacedAfterHalfAMinute() {
        Claim holder = claims("holder").tryClaim(DATASET, RUN).orElseThrow();
        byte[] bytes = store.read(KEY).orElseThrow().bytes();
        bytes[bytes.length / 2] ^= 1;
        store.corrupt(KEY, bytes);
        Claims other = claims("other");
        RunRecord started = RUN.toBuilder().setAttempt(1).build();

        assertThat(other.tryClaim(DATASET, started)).isEmpty();
        pass(30);
        Claim taken = other.tryClaim(DATASET, started).orElseThrow();

        assertThat(taken.attempt()).isEqualTo(2);
        assertThatThrownBy(holder::check).isInstanceOf(ClaimLostException.class);
        taken.check();
    }

    @Test
    void anErrorOfTheThreadThatRenewsEndsTheAttemptAtItsNextCheck() {
        OutOfMemoryError full = new OutOfMemoryError("Java heap space");
        Claim claim = claims("holder").tryClaim(DATASET, RUN).orElseThrow();
        store.fillFor(key -> {
            throw full;
        });

        claim.keepRenewing(Duration.ofMillis(5));

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThatThrownBy(claim::check).isSameAs(full));
        store.free();
        claim.diesOf(full);
        claim.close();
        Claim next = claims("next").tryClaim(DATASET, RUN).orElseThrow();
        assertThat(next.lastError()).isEqualTo(full.toString());
    }

    private Claims claims(String name) {
        return new Claims(store, TrainerIdentity.fresh(name), () -> now);
    }

    private void pass(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
