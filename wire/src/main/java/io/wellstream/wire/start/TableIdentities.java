package io.wellstream.wire.start;

import io.wellstream.wire.kafka.Topic;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.ObjectConflictException;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreFullException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in the bucket which tables its objects belong to. When a broker has lost its data, the first service to start creates
 * new, empty tables, and all would continue as if nothing had been ingested or trained; this check detects that.
 */
final class TableIdentities {
    private static final Logger LOG = LoggerFactory.getLogger(TableIdentities.class);
    private static final String PREFIX = "_tables/"; // no data set's name begins like this

    private TableIdentities() {}

    /**
     * Records the tables at the bucket's first use, and compares them at every later start.
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
                throw new TopicsLostException("the object store was used with a different table " + topic.name()
                        + " than the broker has now: the broker lost its data, or one of the two addresses is wrong."
                        + " Restore the broker's data; or, to start with empty tables, delete the objects " + PREFIX
                        + "* and ingest again");
            } catch (StoreFullException e) { // recorded at a later start; until then a service can at least read
                LOG.warn("not recorded table={} reason=\"{}\"", topic.name(), e.getMessage());
            }
        }
    }
}
