package io.wellstream.trainer.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.RunClaim;
import io.wellstream.proto.v1.RunFailed;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.InMemoryObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {
    private static final DatasetId DATASET = new DatasetId("demo");
    private static final RunRecord RUN =
            RunRecord.newBuilder().setRun("run-1").setRequestedAtMs(7).build();

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private long now;

    @Test
    void exactlyOneOfManyTrainersGetsTheRun() throws Exception {
        try (ExecutorService trainers = Executors.newFixedThreadPool(8)) {
            List<Future<Optional<Claim>>> claims = IntStream.range(0, 32)
                    .mapToObj(i -> trainers.submit(() -> claims("t" + i).tryClaim(DATASET, RUN)))
                    .toList();

            int held = 0;
            for (Future<Optional<Claim>> claim : claims) {
                held += claim.get().isPresent() ? 1 : 0;
            }
            assertThat(held).isEqualTo(1);
        }
    }

    @Test
    void aClaimIsFreeAfterThirtySecondsWithoutChangeByTheReadersClock() {
        Claim first = claims("first").tryClaim(DATASET, RUN).orElseThrow();
        Claims second = claims("second");

        assertThat(second.tryClaim(DATASET, RUN)).isEmpty();
        pass(29);
        assertThat(second.tryClaim(DATASET, RUN)).isEmpty();
        first.renew();
        pass(29);
        assertThat(second.tryClaim(DATASET, RUN)).isEmpty();
        pass(30);
        Claim taken = second.tryClaim(DATASET, RUN).orElseThrow();

        assertThat(first.attempt()).isEqualTo(1);
        assertThat(taken.attempt()).isEqualTo(2);
        assertThatThrownBy(first::check)
                .isInstanceOf(ClaimLostException.class)
                .hasMessage("attempt 1 no longer holds run run-1");
        taken.check();
    }

    @Test
    void aClaimIsRenewedAgainAfterAnOutageOfTheStore() throws Exception {
        Claim claim = claims("holder").tryClaim(DATASET, RUN).orElseThrow();
        claim.keepRenewing(Duration.ofMillis(5));
        await().until(() -> renewals() > 0);
        store.goDown();
        await().during(Duration.ofMillis(200)).until(() -> true); // several renewals fail
        store.comeBack();
        long before = renewals();

        await().atMost(Duration.ofSeconds(30)).until(() -> renewals() > before + 1);
        claim.close();
    }

    private long renewals() throws InvalidProtocolBufferException {
        byte[] stored = store.read(ObjectKeys.claim(DATASET, new RunId("run-1")))
                .orElseThrow()
                .bytes();
        return RunClaim.parseFrom(stored).getRenewals();
    }

    @Test
    void aSuspendedHolderRenewsItsClaimBeforeItsNextWrite() {
        Claim claim = claims("slow").tryClaim(DATASET, RUN).orElseThrow();
        Claims other = claims("other");
        other.tryClaim(DATASET, RUN);
        pass(40);

        claim.check();

        assertThat(other.tryClaim(DATASET, RUN)).isEmpty();
    }

    @Test
    void aReleasedClaimIsFreeAtOnceAndTheAttemptNumberGrows() {
        claims("first").tryClaim(DATASET, RUN).orElseThrow().close();

        assertThat(claims("second").tryClaim(DATASET, RUN).orElseThrow().attempt())
                .isEqualTo(2);
    }

    @Test
    void aRestartedOwnerWithItsLockTakesItsOwnClaimBackAtOnce(@TempDir Path folder) throws Exception {
        try (TrainerIdentity killed = TrainerIdentity.locked(folder, "trainer")) {
            assertThat(new Claims(store, killed, () -> now).tryClaim(DATASET, RUN))
                    .isPresent();
        }
        try (TrainerIdentity restarted = TrainerIdentity.locked(folder, "trainer")) {
            Claim claim = new Claims(store, restarted, () -> now)
                    .tryClaim(DATASET, RUN)
                    .orElseThrow();

            assertThat(claim.attempt()).isEqualTo(2);
        }
    }

    @Test
    void attemptsThatDieAreCountedUntilOneSavesACheckpoint() {
        Claims trainer = claims("trainer");
        assertThat(takeover(trainer).deaths()).isZero();
        assertThat(takeover(trainer).deaths()).as("one was killed").isEqualTo(1);
        Claim second = takeover(trainer);
        assertThat(second.deaths()).isEqualTo(2);

        second.close();
        Claim third = takeover(trainer);
        assertThat(third.deaths()).as("a released attempt did not die").isEqualTo(2);

        third.diesOf(new OutOfMemoryError("Java heap space"));
        third.close();
        Claim fourth = takeover(trainer);
        assertThat(fourth.deaths()).isEqualTo(3);
        assertThat(fourth.lastError()).isEqualTo("java.lang.OutOfMemoryError: Java heap space");

        store.putIfAbsent(
                ObjectKeys.checkpoint(DATASET, new RunId("run-1"), 8, "complete-" + fourth.attempt()),
                CheckpointComplete.newBuilder()
                        .setStep(8)
                        .setAttempt(fourth.attempt())
                        .build()
                        .toByteArray());
        assertThat(takeover(trainer))
                .extracting(Claim::deaths, Claim::lastError)
                .containsExactly(0, "");
        assertThat(takeover(trainer).deaths())
                .as("only the attempts since the checkpoint")
                .isEqualTo(1);
    }

    /** The claim, after the one before has expired. */
    private Claim takeover(Claims trainer) {
        Optional<Claim> claim = trainer.tryClaim(DATASET, RUN);
        if (claim.isEmpty()) {
            pass(30);
            claim = trainer.tryClaim(DATASET, RUN);
        }
        return claim.orElseThrow();
    }

    @Test
    void aSecondTrainerOfTheSameNameAndFolderIsRefused(@TempDir Path folder) throws Exception {
        try (TrainerIdentity first = TrainerIdentity.locked(folder, "trainer")) {
            assertThat(first.isExclusive()).isTrue();
            assertThatThrownBy(() -> TrainerIdentity.locked(folder, "trainer"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another trainer named 'trainer' is running");
        }
    }

    @Test
    void trainersOfTheSameNameInDifferentFoldersAreDifferent(@TempDir Path one, @TempDir Path two) throws Exception {
        try (TrainerIdentity first = TrainerIdentity.locked(one, "trainer");
                TrainerIdentity second = TrainerIdentity.locked(two, "trainer")) {
            assertThat(new Claims(store, first, () -> now).tryClaim(DATASET, RUN))
                    .isPresent();

            assertThat(new Claims(store, second, () -> now).tryClaim(DATASET, RUN))
                    .isEmpty();
        }
    }

    @Test
    void theEndOfARunIsRestoredIfTheTableShowsTheRunAsUnderWayForHalfAMinute() {
        RunRecord failed = RUN.toBuilder()
                .setFailed(RunFailed.newBuilder().setReason("a bad well"))
                .build();
        claims("first").tryClaim(DATASET, RUN).orElseThrow().end(failed);
        Claims second = claims("second");
        RunId run = new RunId("run-1");

        assertThat(second.tryClaim(DATASET, RUN)).isEmpty();
        assertThat(second.takeLostEnd(run)).isEmpty();
        pass(30);
        assertThat(second.tryClaim(DATASET, RUN)).isEmpty();
        assertThat(second.takeLostEnd(run)).contains(failed);
        assertThat(second.tryClaim(DATASET, RUN)).isEmpty();
        assertThat(second.takeLostEnd(run)).isEmpty();
    }

    @Test
    void aNewRunOfTheNameOfAnEndedOneIsClaimedAndKnowsIt() {
        claims("first").tryClaim(DATASET, reopened(2)).orElseThrow().end(RUN);
        RunRecord anew = RUN.toBuilder().setRequestedAtMs(8).build();

        Claim claim = claims("second").tryClaim(DATASET, anew).orElseThrow();

        assertThat(claim.attempt()).isEqualTo(2);
        assertThat(claim.isOfReusedName()).isTrue();
        claim.close();
        assertThat(claims("third").tryClaim(DATASET, anew).orElseThrow().isOfReusedName())
                .isTrue();
    }

    @Test
    void theClaimOfARunThatAnEarlierVersionEndedIsFreeOnceALateTableWouldHaveCaughtUp() {
        ObjectKey key = ObjectKeys.claim(DATASET, new RunId("run-1"));
        byte[] ended = RunClaim.newBuilder()
                .setRun("run-1")
                .setAttempt(1)
                .setEnded(true)
                .build()
                .toByteArray();
        store.putIfAbsent(key, ended);
        Claims claims = claims("second");

        assertThat(claims.tryClaim(DATASET, RUN)).isEmpty();
        pass(30);
        assertThat(claims.tryClaim(DATASET, RUN).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void aClaimThatEndedIsFreeOnlyForThoseWhoKnowThatTheRunWasReopened() {
        claims("first").tryClaim(DATASET, RUN).orElseThrow().end(RUN);
        assertThat(claims("late").tryClaim(DATASET, RUN)).isEmpty();

        Claim again = claims("second").tryClaim(DATASET, reopened(1)).orElseThrow();

        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.isOfReusedName()).isFalse();
        again.close();
        assertThat(claims("late").tryClaim(DATASET, RUN)).isEmpty();
        Claim released = claims("third").tryClaim(DATASET, reopened(1)).orElseThrow();
        released.end(RUN);
        assertThat(claims("third").tryClaim(DATASET, reopened(1))).isEmpty();
    }

    private static RunRecord reopened(int times) {
        return RUN.toBuilder().setReopened(times).build();
    }

    private Claims claims(String name) {
        return new Claims(store, TrainerIdentity.fresh(name), () -> now);
    }

    private void pass(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
