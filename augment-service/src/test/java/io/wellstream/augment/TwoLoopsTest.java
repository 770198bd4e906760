package io.wellstream.augment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.imaging.pixels.SiteCache;
import io.wellstream.proto.v1.BatchDone;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.store.InMemoryObjectStore;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StallingStore;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One worker with two requests at the same time. */
class TwoLoopsTest {
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final SmallScreen screen = new SmallScreen(store);
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AugmentMeters meters = new AugmentMeters(new SimpleMeterRegistry());
    private final BatchMaker maker = new BatchMaker(new SiteImages(store, new SiteCache<>(0), meters), 1, 4);

    @AfterEach
    void stopThreads() {
        maker.close();
    }

    @Test
    void theNextBatchIsMadeAndAnsweredWhileOneIsStored() throws Exception {
        StallingStore slow = new StallingStore(store, "putIfAbsent"::equals);
        AugmentWorker worker = worker(slow.client());
        BatchRequest first = screen.request().setIndex(1).build();
        Thread storing = Thread.ofVirtual().start(() -> {
            try {
                worker.handle(first);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(slow.awaitStalled(storing)).isTrue();

        worker.handle(screen.request().setIndex(2).build());

        assertThat(answers()).extracting(BatchDone::getIndex).containsExactly(2L);
        slow.goOn();
        storing.join();
        assertThat(answers()).extracting(BatchDone::getIndex).containsExactly(2L, 1L);
    }

    private AugmentWorker worker(ObjectStore objects) {
        return new AugmentWorker("a", run -> Optional.empty(), objects, maker, new MessageSender(producer), meters);
    }

    private List<BatchDone> answers() {
        return producer.history().stream()
                .map(sent -> {
                    try {
                        return BatchDone.parseFrom(sent.value());
                    } catch (InvalidProtocolBufferException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }
}
