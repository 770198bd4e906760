package io.wellstream.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.imaging.pixels.SiteCache;
import io.wellstream.proto.v1.BatchDone;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.InMemoryObjectStore;
import io.wellstream.wire.store.StoreUnavailableException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A batch that is in the store when it is asked for, and whose bytes are not those that were put. */
class DamagedBatchTest {
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final BatchRequest request = new SmallScreen(store).request().build();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AugmentMeters meters = new AugmentMeters(new SimpleMeterRegistry());

    private enum Damage {
        FLIPPED_BIT,
        HALF,
        EMPTY;

        byte[] of(byte[] whole) {
            byte[] damaged = Arrays.copyOf(
                    whole,
                    switch (this) {
                        case FLIPPED_BIT -> whole.length;
                        case HALF -> whole.length / 2;
                        case EMPTY -> 0;
                    });
            if (this == FLIPPED_BIT) {
                damaged[whole.length / 2] ^= 1;
            }
            return damaged;
        }
    }

    @ParameterizedTest
    @EnumSource
    void itIsMadeAgainBeforeItIsTheAnswer(Damage damage) throws Exception {
        ObjectKey key = ObjectKey.of(answer().getReady());
        byte[] whole = store.read(key).orElseThrow().bytes();
        store.corrupt(key, damage.of(whole));

        BatchDone second = answer();

        assertThat(store.get(second.getReady())).isEqualTo(whole);
    }

    /** A store with checksums answers such an object's reads with errors. */
    @Test
    void oneWhoseDamageTheStoreFindsItselfIsMadeAgain() throws Exception {
        BatchDone first = answer();
        byte[] whole = store.get(first.getReady());
        store.makeUnreadable(ObjectKey.of(first.getReady()));

        BatchDone second = answer();

        assertThat(store.get(second.getReady())).isEqualTo(whole);
    }

    @Test
    void inAnOutageNothingIsDeletedAndNothingIsAnswered() throws Exception {
        BatchDone first = answer();
        store.goDown();

        assertThatThrownBy(this::answer).isInstanceOf(StoreUnavailableException.class);

        store.comeBack();
        assertThat(store.keys()).contains(ObjectKey.of(first.getReady()));
    }

    @Test
    void aWholeOneIsTheAnswerAndStays() throws Exception {
        BatchDone first = answer();
        store.fill(); // a batch that is made again could not be put

        assertThat(answer().getReady()).isEqualTo(first.getReady());
    }

    private BatchDone answer() throws Exception {
        try (BatchMaker maker = new BatchMaker(new SiteImages(store, new SiteCache<>(0), meters), 1, 4)) {
            new AugmentWorker("worker", run -> Optional.empty(), store, maker, new MessageSender(producer), meters)
                    .handle(request);
        }
        return BatchDone.parseFrom(producer.history().getLast().value());
    }
}
