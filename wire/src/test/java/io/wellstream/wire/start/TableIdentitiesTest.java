package io.wellstream.wire.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.store.InMemoryObjectStore;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TableIdentitiesTest {
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Map<String, Uuid> topics = new HashMap<>();

    TableIdentitiesTest() {
        Topics.all().forEach(topic -> topics.put(topic.name(), Uuid.randomUuid()));
    }

    @Test
    void theSameTablesAreFoundAgain() {
        TableIdentities.check(store, topics);

        TableIdentities.check(store, topics);

        assertThat(store.keys()).hasSize(6).allMatch(key -> key.path().startsWith("_tables/"));
    }

    @Test
    void aNewTableIsRecordedWhenThereIsSpace() {
        store.fill();
        TableIdentities.check(store, topics);
        assertThat(store.keys()).isEmpty();
        store.free();

        TableIdentities.check(store, topics);

        assertThat(store.keys()).isNotEmpty();
    }

    @Test
    void changedQueuesAreIgnored() {
        TableIdentities.check(store, topics);
        topics.put(Topics.BATCHES.name(), Uuid.randomUuid());

        TableIdentities.check(store, topics);
    }

    @Test
    void otherTablesAreAnErrorThatSaysWhatToDo() {
        TableIdentities.check(store, topics);
        topics.put(Topics.WELLS.name(), Uuid.randomUuid());

        assertThatThrownBy(() -> TableIdentities.check(store, topics))
                .isInstanceOf(TopicsLostException.class)
                .hasMessageContaining("wells")
                .hasMessageContaining("Restore the broker's data")
                .hasMessageContaining("_tables/*");
    }
}
