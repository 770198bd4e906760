package io.wellstream.wire.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.ServedBefore;
import io.wellstream.proto.v1.Serving;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table's content, without a broker; the end-to-end tests follow real topics. */
class LatestByKeyTest {
    private final LatestByKey<Serving> table =
            new LatestByKey<>(KafkaConfig.of("localhost:9092"), Topics.SERVING, failure -> {});

    @Test
    void aPrefixSelectsEntriesInTheOrderOfTheirKeys() {
        take("b/2", model("m2"));
        take("a", model("m0"));
        take("b/1", model("m1"));
        take("b", model("m3"));
        take("c", model("m4"));

        assertThat(table.under("b/").keySet()).containsExactly("b/1", "b/2");
        assertThat(table.under("").keySet()).containsExactly("a", "b", "b/1", "b/2", "c");
        assertThat(table.under("d")).isEmpty();
    }

    @Test
    void theLatestMessageOfAKeyCountsAndARemovedKeyIsGone() {
        AtomicInteger changes = new AtomicInteger();
        table.onChange(changes::incrementAndGet);

        take("a", model("old"));
        take("a", model("new"));
        assertThat(table.get("a")).contains(Serving.newBuilder().setRun("new").build());

        take("a", null);
        assertThat(table.get("a")).isEmpty();
        assertThat(table.under("a")).isEmpty();
        assertThat(changes).hasValue(3);
    }

    @Test
    void anUnreadableRecordLeavesTheKeysMessage() {
        take("a", model("good"));

        take("a", new byte[] {(byte) 0xff});

        assertThat(table.get("a")).contains(Serving.newBuilder().setRun("good").build());
    }

    @Test
    void whatWasOverwrittenIsReportedOnceTheTableHasCaughtUpAndNotIfItWasWrittenAgain() {
        List<String> reports = new ArrayList<>();
        table.onOverwrite((key, known) -> reports.add(key + " " + known.getRun()));
        take("repaired", published("m1", 2));
        take("repaired", published("m1", 1));
        take("repaired", published("m1", 2));
        take("a", published("m1", 2));
        take("a", published("m2", 1));
        take("a", published("m1", 1));
        assertThat(reports).isEmpty();

        table.writer().complete();
        assertThat(reports).containsExactly("a m2");
        assertThat(table.get("a").orElseThrow().getRun()).isEqualTo("m2");

        take("a", published("m2", 1));
        take("a", published("m1", 1));
        assertThat(reports).containsExactly("a m2", "a m2");
    }

    @Test
    void aPersonsChoiceOfAModelAlwaysCounts() {
        take("a", published("m1", 2));
        take("a", published("m2", 5));
        take("a", model("m1"));

        assertThat(table.get("a").orElseThrow().getRun()).isEqualTo("m1");
    }

    @Test
    void aTrainerDoesNotBringBackAModelThatAnotherHasReplaced() {
        Serving replaced = Serving.newBuilder()
                .setRun("m2")
                .addEarlier(ServedBefore.newBuilder().setRun("m1"))
                .build();
        take("a", replaced.toByteArray());
        take("a", published("m1", 1));

        assertThat(table.get("a")).contains(replaced);
    }

    private static byte[] published(String run, int attempt) {
        return Serving.newBuilder().setRun(run).setAttempt(attempt).build().toByteArray();
    }

    private void take(String key, byte @Nullable [] value) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(Topics.SERVING.name(), 0, 0, key.getBytes(StandardCharsets.UTF_8), value);
        table.writer().take(List.of(record), Map.of());
    }

    private static byte[] model(String run) {
        return Serving.newBuilder().setRun(run).build().toByteArray();
    }
}
