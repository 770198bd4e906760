package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.InMemoryTable;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.WellKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class KnownWellsTest {
    private static final DatasetId DATASET = new DatasetId("screen");

    private final InMemoryTable<WellIngested> table = new InMemoryTable<>();
    private final KnownWells known = new KnownWells(table, DATASET);

    @Test
    void changesThatTheTableDoesNotShowAreAmongTheRecords() throws Exception {
        inTable("E1", "B02", "old");
        inTable("E1", "B03", "gone");
        inTable("E1-b", "B02", "kept");
        table.put("screen2/E1/1/B02", record("E1", "B02", "of another data set"));

        publish("E1", "B02", "new");
        publish("E0", "B02", "first of its experiment");
        known.withdrawn(key("E1", "B03"), () -> false);

        assertThat(known.get(key("E1", "B02"))).hasValue(record("E1", "B02", "new"));
        assertThat(known.get(key("E1", "B03"))).isEmpty();
        assertThat(known.of(new ExperimentId("E1"))).containsExactly(record("E1", "B02", "new"));
        assertThat(known.of(new ExperimentId("E0"))).hasSize(1);
        List<List<String>> visited = new ArrayList<>();
        known.byExperiment(records ->
                visited.add(records.stream().map(WellIngested::getLabel).toList()));
        assertThat(visited)
                .containsExactlyInAnyOrder(List.of("new"), List.of("kept"), List.of("first of its experiment"));
    }

    @Test
    void onceTheTableShowsAChangeItsRecordsCount() throws Exception {
        inTable("E1", "B02", "old");
        publish("E1", "B02", "new");

        inTable("E1", "B02", "of another job, later");
        for (int i = 0; i < KnownWells.MOST_CHANGES; i++) {
            publish("E2", plateAndWell(i), "new");
            inTable("E2", plateAndWell(i), "new");
        }

        assertThat(known.get(key("E1", "B02"))).hasValue(record("E1", "B02", "of another job, later"));
    }

    @Test
    void aJobWaitsWhileTheTableIsFarBehind() throws Exception {
        for (int i = 0; i < KnownWells.MOST_CHANGES; i++) {
            publish("E2", plateAndWell(i), "new");
        }
        AtomicBoolean done = new AtomicBoolean();
        Thread job = Thread.ofVirtual().start(() -> {
            try {
                publish("E1", "B02", "new");
                done.set(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(job.join(Duration.ofMillis(300))).isFalse();
        assertThat(done).isFalse();

        inTable("E2", plateAndWell(7), "new");

        await().atMost(Duration.ofSeconds(30)).untilTrue(done);
    }

    @Test
    void aJobThatIsToStopDoesNotWait() throws Exception {
        for (int i = 0; i < KnownWells.MOST_CHANGES; i++) {
            publish("E2", plateAndWell(i), "new");
        }

        known.published(key("E1", "B02"), record("E1", "B02", "new"), () -> true);

        assertThat(known.get(key("E1", "B02"))).isPresent();
    }

    private void publish(String experiment, String well, String label) throws InterruptedException {
        known.published(key(experiment, well), record(experiment, well, label), () -> false);
    }

    private void inTable(String experiment, String well, String label) {
        table.put(key(experiment, well), record(experiment, well, label));
    }

    /** E.g. {@code C07}; there are more than a thousand. */
    private static String plateAndWell(int number) {
        return "%s%02d"
                .formatted(number / 40 < 26 ? String.valueOf((char) ('A' + number / 40)) : "AA", 1 + number % 40);
    }

    private static String key(String experiment, String well) {
        return MessageKeys.well(DATASET, WellId.of(experiment, 1, well));
    }

    private static WellIngested record(String experiment, String well, String label) {
        return WellIngested.newBuilder()
                .setDataset(DATASET.name())
                .setWell(WellKeys.of(WellId.of(experiment, 1, well)))
                .setLabel(label)
                .build();
    }
}
