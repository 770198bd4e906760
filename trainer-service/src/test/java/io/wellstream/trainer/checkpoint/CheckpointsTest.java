package io.wellstream.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.InMemoryObjectStore;
import io.wellstream.wire.store.ObjectFile;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StallingStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checkpoints of a run of which one attempt has lost the claim and does not know it yet. */
class CheckpointsTest {
    private static final Spool SPOOL = Spool.in(Path.of("target", "spool"));
    private static final DatasetId DATASET = new DatasetId("small");
    private static final RunId RUN = new RunId("run-1");

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @ParameterizedTest
    @ValueSource(strings = {"list", "delete"})
    void anAttemptThatStallsInItsClearingDeletesNothingOfItsSuccessor(String call) throws Exception {
        StallingStore stalling = new StallingStore(store, call::equals);
        Checkpoints loser = checkpoints(stalling.client(), 1);
        save(checkpoints(store, 1), 4);
        save(checkpoints(store, 1), 8);
        Thread clearing = Thread.ofPlatform().start(() -> loser.keepOnly(Set.of(8L)));
        assertThat(stalling.awaitStalled(clearing)).isTrue();
        save(checkpoints(store, 2), 8);
        save(checkpoints(store, 2), 12);

        stalling.goOn();
        clearing.join();

        assertThat(checkpoints(store, 3)
                        .upTo(Long.MAX_VALUE)
                        .findFirst()
                        .orElseThrow()
                        .complete()
                        .getStep())
                .isEqualTo(12);
        assertThat(checkpoints(store, 3).of(8).orElseThrow().complete().getAttempt())
                .isEqualTo(2);
        assertThat(checkpoints(store, 3).of(4)).isEmpty();
    }

    @Test
    void aCheckpointOfASuccessorIsNewerThanALateOneOfALaterStep() {
        save(checkpoints(store, 1), 4);
        save(checkpoints(store, 2), 8);
        save(checkpoints(store, 1), 12);

        assertThat(checkpoints(store, 3)
                        .upTo(Long.MAX_VALUE)
                        .findFirst()
                        .orElseThrow()
                        .complete()
                        .getStep())
                .isEqualTo(8);
    }

    @Test
    void theSuccessorDeletesWhatItsPredecessorsLeft() {
        save(checkpoints(store, 1), 4);
        save(checkpoints(store, 2), 8);
        save(checkpoints(store, 2), 12);

        checkpoints(store, 2).keepOnly(Set.of(8L, 12L));

        assertThat(store.keys().stream().map(Object::toString))
                .allMatch(key -> key.contains("/8/") || key.contains("/12/"))
                .hasSize(4);
    }

    @Test
    void theClaimIsCheckedBetweenListingAndDeleting() {
        save(checkpoints(store, 1), 4);
        save(checkpoints(store, 1), 8);
        AtomicBoolean listed = new AtomicBoolean();
        StallingStore listing = new StallingStore(store, call -> {
            listed.compareAndSet(false, call.equals("list"));
            return false;
        });
        Checkpoints lost = new Checkpoints(listing.client(), SPOOL, DATASET, RUN, 1, () -> {
            if (listed.get()) {
                throw new IllegalStateException("the claim is lost");
            }
        });

        assertThatThrownBy(() -> lost.keepOnly(Set.of(8L))).hasMessage("the claim is lost");

        assertThat(store.keys()).hasSize(4);
    }

    private static Checkpoints checkpoints(ObjectStore store, int attempt) {
        return new Checkpoints(store, SPOOL, DATASET, RUN, attempt, () -> {});
    }

    private static void save(Checkpoints checkpoints, long step) {
        byte[] network = ("network of step " + step).getBytes(StandardCharsets.UTF_8);
        try (ObjectFile file = SPOOL.write(out -> out.write(network))) {
            CheckpointComplete unused = checkpoints.save(
                    CheckpointComplete.newBuilder().setStep(step).build(), file);
        }
    }
}
