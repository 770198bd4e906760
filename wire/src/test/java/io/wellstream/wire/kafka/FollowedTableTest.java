package io.wellstream.wire.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wellstream.proto.v1.CellTypeWells;
import io.wellstream.proto.v1.ExperimentWells;
import io.wellstream.proto.v1.WellIngested;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables in memory and on disk that follow a topic, with what brokers do to their logs. */
class FollowedTableTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FollowedTopic topic = new FollowedTopic();
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    private final Path folder;

    FollowedTableTest(@TempDir Path folder) {
        this.folder = folder.resolve("wells");
    }

    @AfterEach
    void nothingFailed() {
        assertThat(fatal).isEmpty();
    }

    @Test
    void aTableOnDiskContinuesWhereItEnded() throws Exception {
        topic.write("a/e1/1", "one");
        topic.write("a/e1/2", "two");
        try (LatestByKey<WellIngested> table = started(onDisk())) {
            assertThat(labels(table)).isEqualTo(Map.of("a/e1/1", "one", "a/e1/2", "two"));
        }
        topic.compactAway("a/e1/1"); // a reader from the beginning would not find it
        topic.write("a/e1/2", null);
        topic.write("a/e2/3", "three");

        try (LatestByKey<WellIngested> table = started(onDisk())) {
            assertThat(labels(table)).isEqualTo(Map.of("a/e1/1", "one", "a/e2/3", "three"));
        }
    }

    @Test
    void aTableOfAnotherTopicOrOfOtherKeysIsReadFromTheBeginning() throws Exception {
        topic.write("a/e1/1", "one");
        topic.write("b/e1/1", "two");
        started(onDisk()).close();
        topic.compactAway("a/e1/1");

        try (LatestByKey<WellIngested> table = started(topic.onDisk(folder, Set.of("a/"), fatal::add))) {
            assertThat(labels(table)).isEmpty();
        }
        started(onDisk()).close();
        topic.compactAway("b/e1/1");
        topic.id = Uuid.randomUuid();
        topic.write("c/e1/1", "three");

        try (LatestByKey<WellIngested> table = started(onDisk())) {
            assertThat(labels(table)).isEqualTo(Map.of("c/e1/1", "three"));
        }
    }

    @Test
    void aTableThatWasAwayLongerThanRemovalsAreKeptIsReadFromTheBeginning() throws Exception {
        topic.write("a/e1/1", "one");
        topic.write("a/e1/2", "two");
        started(onDisk()).close();
        topic.compactAway("a/e1/1");
        topic.clock.addAndGet(Duration.ofHours(13).toMillis());

        try (LatestByKey<WellIngested> table = started(onDisk())) {
            assertThat(labels(table)).isEqualTo(Map.of("a/e1/2", "two"));
        }
    }

    @Test
    void aKeyThatIsNoLongerInATruncatedLogVanishesFromATableInMemory() throws Exception {
        List<String> removed = new CopyOnWriteArrayList<>();
        LatestByKey<WellIngested> table = topic.inMemory(fatal::add);
        table.onRemoval(removed::add);

        losesWhatTheLogLost(table);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(removed).containsExactly("a/e1/2"));
    }

    @Test
    void aKeyThatIsNoLongerInATruncatedLogVanishesFromATableOnDisk() throws Exception {
        List<String> changes = new CopyOnWriteArrayList<>();
        LatestByKey<WellIngested> table = onDisk();
        table.onChangeOf(changes::add);

        losesWhatTheLogLost(table);

        assertThat(changes).last().isEqualTo("");
        try (LatestByKey<WellIngested> again = started(onDisk())) {
            assertThat(labels(again)).isEqualTo(Map.of("a/e1/1", "one"));
        }
    }

    private void losesWhatTheLogLost(LatestByKey<WellIngested> table) throws Exception {
        topic.write("a/e1/1", "one");
        topic.write("a/e1/2", "two");
        topic.write("a/e1/1", "another");
        try (table) {
            started(table);
            assertThat(labels(table)).isEqualTo(Map.of("a/e1/1", "another", "a/e1/2", "two"));

            topic.truncate(2);

            await().atMost(LIMIT).untilAsserted(() -> assertThat(labels(table)).isEqualTo(Map.of("a/e1/1", "one")));
        }
    }

    @Test
    void aRunningTableThatWasSuspendedForTooLongIsReadAgain() throws Exception {
        topic.write("a/e1/1", "one");
        topic.write("a/e1/2", "two");
        try (LatestByKey<WellIngested> table = started(onDisk())) {
            topic.compactAway("a/e1/1");

            topic.clock.addAndGet(Duration.ofHours(13).toMillis());

            await().atMost(LIMIT).untilAsserted(() -> assertThat(labels(table)).isEqualTo(Map.of("a/e1/2", "two")));
        }
    }

    @Test
    void aSummaryOnDiskIsKeptUntilAWellOfItsExperimentChanges() throws Exception {
        AtomicInteger computed = new AtomicInteger();
        Summary<WellIngested, ExperimentWells> count = new Summary<>(
                wells -> {
                    computed.incrementAndGet();
                    return wells.isEmpty()
                            ? ExperimentWells.getDefaultInstance()
                            : ExperimentWells.newBuilder()
                                    .addCellTypes(CellTypeWells.newBuilder().setWells(wells.size()))
                                    .build();
                },
                ExperimentWells.parser());
        topic.write("a/e1/1", "one");
        topic.write("a/e1/2", "two");
        topic.write("a/e2/1", "three");
        topic.write("b/e1/1", "four");
        try (LatestByKey<WellIngested> table = started(onDisk())) {
            assertThat(counts(table, "a/", count)).isEqualTo(Map.of("a/e1/", 2L, "a/e2/", 1L));
            assertThat(computed).hasValue(2);
        }
        try (LatestByKey<WellIngested> table = started(onDisk())) {
            assertThat(counts(table, "a/", count)).isEqualTo(Map.of("a/e1/", 2L, "a/e2/", 1L));
            assertThat(counts(table, "a/e2/", count)).isEqualTo(Map.of("a/e2/", 1L));
            assertThat(computed).hasValue(2);

            topic.write("a/e1/2", null);
            topic.write("a/e2/1", null);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(counts(table, "a/", count)).isEqualTo(Map.of("a/e1/", 1L)));
            int after = computed.get();
            assertThat(counts(table, "a/", count)).hasSize(1);
            assertThat(computed).hasValue(after);
        }
    }

    private static Map<String, Long> counts(
            LatestByKey<WellIngested> table, String prefix, Summary<WellIngested, ExperimentWells> how) {
        Map<String, Long> counts = new TreeMap<>();
        table.summaries(
                prefix,
                how,
                (group, counted) -> counts.put(group, counted.getCellTypes(0).getWells()));
        return counts;
    }

    private LatestByKey<WellIngested> onDisk() {
        return topic.onDisk(folder, Set.of(), fatal::add);
    }

    private static LatestByKey<WellIngested> started(LatestByKey<WellIngested> table) throws InterruptedException {
        table.start();
        assertThat(table.awaitCaughtUp(LIMIT)).isTrue();
        return table;
    }

    private static Map<String, String> labels(LatestByKey<WellIngested> table) {
        Map<String, String> labels = new TreeMap<>();
        List<String> inOrder = new ArrayList<>();
        table.scan("", (key, well) -> {
            inOrder.add(key);
            labels.put(key, well.getLabel());
        });
        assertThat(inOrder).isSorted();
        return labels;
    }
}
