package io.wellstream.trainer.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.screen.DatasetId;
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
    private static final RunId RUN = new RunId("run-1");

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private long now;

    @Test
    void exactlyOneOfManyTrainersGetsTheRun() throws Exception {
        try (ExecutorService trainers = Executors.newFixedThreadPool(8)) {
            List<Future<Optional<Claim>>> claims = IntStream.range(0, 32)
                    .mapToObj(i -> trainers.submit(() -> claims("t" + i).tryClaim(DATASET, RUN, 0)))
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
        Claim first = claims("first").tryClaim(DATASET, RUN, 0).orElseThrow();
        Claims second = claims("second");

        assertThat(second.tryClaim(DATASET, RUN, 0)).isEmpty();
        pass(29);
        assertThat(second.tryClaim(DATASET, RUN, 0)).isEmpty();
        first.renew();
        pass(29);
        assertThat(second.tryClaim(DATASET, RUN, 0)).isEmpty();
        pass(30);
        Claim taken = second.tryClaim(DATASET, RUN, 0).orElseThrow();

        assertThat(first.attempt()).isEqualTo(1);
        assertThat(taken.attempt()).isEqualTo(2);
        assertThatThrownBy(first::check)
                .isInstanceOf(ClaimLostException.class)
                .hasMessage("attempt 1 no longer holds run run-1");
        taken.check();
    }

    @Test
    void aSuspendedHolderRenewsItsClaimBeforeItsNextWrite() {
        Claim claim = claims("slow").tryClaim(DATASET, RUN, 0).orElseThrow();
        Claims other = claims("other");
        other.tryClaim(DATASET, RUN, 0);
        pass(40);

        claim.check();

        assertThat(other.tryClaim(DATASET, RUN, 0)).isEmpty();
    }

    @Test
    void aReleasedClaimIsFreeAtOnceAndTheAttemptNumberGrows() {
        claims("first").tryClaim(DATASET, RUN, 0).orElseThrow().close();

        assertThat(claims("second").tryClaim(DATASET, RUN, 0).orElseThrow().attempt())
                .isEqualTo(2);
    }

    @Test
    void aRestartedOwnerWithItsLockTakesItsOwnClaimBackAtOnce(@TempDir Path folder) throws Exception {
        try (TrainerIdentity killed = TrainerIdentity.locked(folder, "trainer")) {
            assertThat(new Claims(store, killed, () -> now).tryClaim(DATASET, RUN, 0))
                    .isPresent();
        }
        try (TrainerIdentity restarted = TrainerIdentity.locked(folder, "trainer")) {
            Claim claim = new Claims(store, restarted, () -> now)
                    .tryClaim(DATASET, RUN, 0)
                    .orElseThrow();

            assertThat(claim.attempt()).isEqualTo(2);
        }
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
            assertThat(new Claims(store, first, () -> now).tryClaim(DATASET, RUN, 0))
                    .isPresent();

            assertThat(new Claims(store, second, () -> now).tryClaim(DATASET, RUN, 0))
                    .isEmpty();
        }
    }

    @Test
    void aClaimThatEndedIsFreeOnlyForThoseWhoKnowThatTheRunWasReopened() {
        claims("first").tryClaim(DATASET, RUN, 0).orElseThrow().end();
        assertThat(claims("late").tryClaim(DATASET, RUN, 0)).isEmpty();

        Claim reopened = claims("second").tryClaim(DATASET, RUN, 1).orElseThrow();

        assertThat(reopened.attempt()).isEqualTo(2);
        reopened.close();
        assertThat(claims("late").tryClaim(DATASET, RUN, 0)).isEmpty();
        Claim released = claims("third").tryClaim(DATASET, RUN, 1).orElseThrow();
        released.end();
        assertThat(claims("third").tryClaim(DATASET, RUN, 1)).isEmpty();
    }

    private Claims claims(String name) {
        return new Claims(store, TrainerIdentity.fresh(name), () -> now);
    }

    private void pass(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
