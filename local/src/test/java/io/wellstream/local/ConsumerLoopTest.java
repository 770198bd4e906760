package io.wellstream.local;

import static io.wellstream.local.TestTopics.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.context.Scope;
import io.wellstream.proto.v1.DeadLetter;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.wire.ConsumerLoop;
import io.wellstream.wire.DeadLetters;
import io.wellstream.wire.Handler;
import io.wellstream.wire.KafkaConfig;
import io.wellstream.wire.MessageSender;
import io.wellstream.wire.PartitionReader;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.Topic;
import io.wellstream.wire.Topics;
import io.wellstream.wire.Trace;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Broker.class)
class ConsumerLoopTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final KafkaConfig kafka;
    private final MessageSender sender;
    private final DeadLetters deadLetters;
    private final ConcurrentLinkedQueue<Integer> handled = new ConcurrentLinkedQueue<>();
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    private final String group = "group-" + UUID.randomUUID();
    private Topic<EpochFinished> topic;

    ConsumerLoopTest(KafkaConfig kafka, MessageSender sender) {
        this.kafka = kafka;
        this.sender = sender;
        this.deadLetters = new DeadLetters(sender, "test", Clock.systemUTC());
        this.topic = TestTopics.make(kafka, Topic.Kind.LOG, 1);
    }

    @BeforeEach
    void sendThree() {
        for (int epoch = 0; epoch < 3; epoch++) {
            sender.sendAndWait(topic, "run", message(epoch));
        }
    }

    @Test
    void everyRecordIsHandledInOrder() {
        try (ConsumerLoop<EpochFinished> _ = loop(message -> handled.add(message.getEpoch()))) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(handled).containsExactly(0, 1, 2));
        }

        assertThat(fatal).isEmpty();
    }

    @Test
    void whatWasHandledIsNotHandledAgainAfterARestart() {
        try (ConsumerLoop<EpochFinished> _ = loop(message -> handled.add(message.getEpoch()))) {
            await().atMost(LIMIT).until(() -> handled.size() == 3);
        }
        sender.sendAndWait(topic, "run", message(3));

        try (ConsumerLoop<EpochFinished> _ = loop(message -> handled.add(message.getEpoch()))) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(handled).containsExactly(0, 1, 2, 3));
        }
    }

    @Test
    void aCrashBeforeTheAcknowledgementRepeatsTheRecord() {
        try (ConsumerLoop<EpochFinished> _ = loop(message -> {
            handled.add(message.getEpoch());
            if (message.getEpoch() == 1) {
                throw new IllegalStateException("the store is down");
            }
        })) {
            await().atMost(LIMIT).until(() -> !fatal.isEmpty());
        }
        assertThat(fatal).singleElement().satisfies(t -> assertThat(t).hasMessageContaining("the store is down"));
        assertThat(handled).containsExactly(0, 1);

        handled.clear();
        try (ConsumerLoop<EpochFinished> _ = loop(message -> handled.add(message.getEpoch()))) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(handled).contains(1, 2));
        }
    }

    @Test
    void anUndecodableRecordGoesToTheDeadLettersAndTheLoopGoesOn() throws Exception {
        try (PartitionReader<DeadLetter> letters = PartitionReader.of(kafka, Topics.DEAD_LETTERS, "bad")) {
            TestTopics.sendGarbage(kafka, topic, "bad");
            sender.sendAndWait(topic, "run", message(3));

            try (ConsumerLoop<EpochFinished> _ = loop(message -> handled.add(message.getEpoch()))) {
                await().atMost(LIMIT).untilAsserted(() -> assertThat(handled).containsExactly(0, 1, 2, 3));
            }

            DeadLetter letter = only(letters);
            assertThat(letter.getTopic()).isEqualTo(topic.name());
            assertThat(letter.getOffset()).isEqualTo(3);
            assertThat(letter.getKey().toStringUtf8()).isEqualTo("bad");
            assertThat(letter.getPayload().size()).isEqualTo(4);
            assertThat(letter.getReason()).contains(topic.name());
            assertThat(letter.getService()).isEqualTo("test");
        }
    }

    @Test
    void aRejectionNamesTheWellToBlame() throws Exception {
        WellKey well = WellKey.newBuilder()
                .setExperiment("HEPG2-08")
                .setPlate(1)
                .setWell("B03")
                .build();
        try (PartitionReader<DeadLetter> letters = PartitionReader.of(kafka, Topics.DEAD_LETTERS, "blame")) {
            sender.sendAndWait(topic, "blame", message(7));
            try (ConsumerLoop<EpochFinished> _ = loop(message -> {
                if (message.getEpoch() == 7) {
                    throw new RejectedException("no such kernel", null, well, 2, 0);
                }
            })) {
                DeadLetter letter = only(letters);
                assertThat(letter.getWell()).isEqualTo(well);
                assertThat(letter.getSite()).isEqualTo(2);
                assertThat(letter.getReason()).isEqualTo("no such kernel");
            }
        }
    }

    @Test
    void aTraceTravelsWithItsMessage() throws Exception {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        try (Scope _ = Trace.continued(trace)) {
            sender.sendAndWait(topic, "run", message(9));
        }
        List<String> seen = new CopyOnWriteArrayList<>();

        try (ConsumerLoop<EpochFinished> _ = loop(message -> {
            if (message.getEpoch() == 9) {
                seen.add(Trace.header());
            }
        })) {
            await().atMost(LIMIT).until(() -> !seen.isEmpty());
        }

        assertThat(seen).containsExactly(trace); // no SDK here, hence no span of ours between
    }

    private ConsumerLoop<EpochFinished> loop(Handler<EpochFinished> handler) {
        ConsumerLoop<EpochFinished> loop = new ConsumerLoop<>(kafka, topic, group, handler, deadLetters, fatal::add);
        loop.start();
        return loop;
    }

    private static DeadLetter only(PartitionReader<DeadLetter> reader) {
        List<DeadLetter> letters = new ArrayList<>();
        await().atMost(LIMIT).until(() -> letters.addAll(reader.poll(Duration.ofMillis(100))));
        assertThat(letters).hasSize(1);
        return letters.getFirst();
    }
}
