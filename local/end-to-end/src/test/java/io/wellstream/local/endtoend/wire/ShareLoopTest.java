package io.wellstream.local.endtoend.wire;

import static io.wellstream.local.endtoend.wire.TestTopics.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.wire.kafka.DeadLetters;
import io.wellstream.wire.kafka.Handler;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.ShareGroup;
import io.wellstream.wire.kafka.ShareLoop;
import io.wellstream.wire.kafka.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Broker.class)
class ShareLoopTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final KafkaConfig kafka;
    private final MessageSender sender;
    private final DeadLetters deadLetters;
    private final Topic<EpochFinished> topic;
    private final ShareGroup group = new ShareGroup("share-" + UUID.randomUUID(), Duration.ofSeconds(2));
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();

    ShareLoopTest(KafkaConfig kafka, MessageSender sender) {
        this.kafka = kafka;
        this.sender = sender;
        this.deadLetters = new DeadLetters(sender, "test", Clock.systemUTC());
        this.topic = TestTopics.make(kafka, Topic.Kind.QUEUE, 1);
    }

    @Test
    void recordsSentBeforeTheFirstMemberJoinedAreHandled() {
        send(0, 5);
        Set<Integer> handled = ConcurrentHashMap.newKeySet();

        try (ShareLoop<EpochFinished> _ = loop(message -> handled.add(message.getEpoch()))) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(handled).containsExactlyInAnyOrder(0, 1, 2, 3, 4));
        }
        assertThat(fatal).isEmpty();
    }

    @Test
    void membersShareOnePartition() {
        ConcurrentLinkedQueue<Integer> first = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Integer> second = new ConcurrentLinkedQueue<>();
        CountDownLatch both = new CountDownLatch(2);

        try (ShareLoop<EpochFinished> _ = loop(message -> take(message, first, both));
                ShareLoop<EpochFinished> _ = loop(message -> take(message, second, both))) {
            send(0, 40);
            await().atMost(LIMIT).until(() -> first.size() + second.size() == 40);
        }

        assertThat(first).isNotEmpty();
        assertThat(second).isNotEmpty();
        assertThat(first).doesNotContainAnyElementsOf(second);
    }

    @Test
    void recordsOfAFailedMemberAreGivenToAnother() {
        send(0, 3);
        try (ShareLoop<EpochFinished> _ = loop(message -> {
            throw new IllegalStateException("the store is down");
        })) {
            await().atMost(LIMIT).until(() -> !fatal.isEmpty());
        }
        Set<Integer> handled = ConcurrentHashMap.newKeySet();

        try (ShareLoop<EpochFinished> _ = loop(message -> handled.add(message.getEpoch()))) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(handled).containsExactlyInAnyOrder(0, 1, 2));
        }
    }

    @Test
    void unfinishedRecordsOfAStoppingMemberAreGivenToAnotherAtOnce() throws Exception {
        ShareGroup longLock = new ShareGroup("share-" + UUID.randomUUID(), Duration.ofSeconds(30));
        send(0, 1);
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch stopping = new CountDownLatch(1);
        ShareLoop<EpochFinished> first = loop(longLock, message -> {
            taken.countDown();
            stopping.await();
            throw new InterruptedException("interrupted because it took too long");
        });
        assertThat(taken.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Thread stopper = Thread.ofPlatform().start(first::close);
        await().atMost(LIMIT).until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
        Set<Integer> handled = ConcurrentHashMap.newKeySet();

        stopping.countDown();

        try (ShareLoop<EpochFinished> _ = loop(longLock, message -> handled.add(message.getEpoch()))) {
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(handled).containsExactly(0));
        }
        stopper.join();
        assertThat(fatal).isEmpty();
    }

    @Test
    void workThatOutlivesItsLockIsDoneTwice() throws Exception {
        send(0, 1);
        CountDownLatch taken = new CountDownLatch(2);
        ConcurrentLinkedQueue<Integer> finished = new ConcurrentLinkedQueue<>();
        Handler<EpochFinished> slow = message -> {
            taken.countDown();
            taken.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
            finished.add(message.getEpoch());
        };

        try (ShareLoop<EpochFinished> _ = loop(slow);
                ShareLoop<EpochFinished> _ = loop(slow)) {
            assertThat(taken.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            await().atMost(LIMIT).until(() -> finished.size() == 2);
        }
        assertThat(fatal).isEmpty();
    }

    @Test
    void anUndecodableRecordIsNotDeliveredForEver() throws Exception {
        TestTopics.sendGarbage(kafka, topic, "run");
        send(1, 2);
        Set<Integer> handled = ConcurrentHashMap.newKeySet();

        try (ShareLoop<EpochFinished> _ = loop(message -> handled.add(message.getEpoch()))) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(handled).containsExactlyInAnyOrder(1, 2));
        }
        assertThat(fatal).isEmpty();
    }

    /** Each member's first record waits until the other has one, too. */
    private static void take(EpochFinished message, ConcurrentLinkedQueue<Integer> mine, CountDownLatch both)
            throws InterruptedException {
        if (mine.isEmpty()) {
            both.countDown();
            both.await(10, TimeUnit.SECONDS);
        }
        mine.add(message.getEpoch());
    }

    private void send(int from, int count) {
        IntStream.range(from, from + count).forEach(epoch -> sender.sendAndWait(topic, "run", message(epoch)));
    }

    private ShareLoop<EpochFinished> loop(Handler<EpochFinished> handler) {
        return loop(group, handler);
    }

    private ShareLoop<EpochFinished> loop(ShareGroup ofGroup, Handler<EpochFinished> handler) {
        ShareLoop<EpochFinished> loop = new ShareLoop<>(kafka, topic, ofGroup, handler, deadLetters, fatal::add);
        loop.start();
        return loop;
    }
}
