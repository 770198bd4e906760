package io.wellstream.wire.start;

import io.wellstream.wire.kafka.Topic;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.ObjectConflictException;
import io.wellstream.wire.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * Which tables the bucket's objects belong to, kept in the bucket. A broker that lost its data would be given new, empty tables by
 * the first service that starts, and all would go on as if nothing had ever been ingested or trained; this is what notices.
 */
final class TableIdentities {
    private static final String PREFIX = "_tables/"; // no data set's name begins like this

    private TableIdentities() {}

    /**
     * Records the tables at the bucket's first use, and compares them ever after.
     *
     * @param topics the identity of every topic, by name
     * @throws TopicsLostException if the bucket was used with other tables
     */
    static void check(ObjectStore store, Map<String, Uuid> topics) {
        for (Topic<?> topic : Topics.all()) {
            Uuid id = topics.get(topic.name());
            if (topic.kind() != Topic.Kind.TABLE || id == null) {
                continue;
            }
            ObjectKey key = new ObjectKey(PREFIX + topic.name());
            try {
                ObjectStore.Put unused = store.putIfAbsent(key, id.toString().getBytes(StandardCharsets.UTF_8));
            } catch (ObjectConflictException e) {
                throw new TopicsLostException("the object store was used with another table " + topic.name()
                        + " than the broker has now: the broker lost its data, or one of the two addresses is wrong."
                        + " Restore the broker's data; or, to begin with empty tables, delete the objects " + PREFIX
                        + "* and ingest again");
            }
        }
    }
}
